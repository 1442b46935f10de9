package dev.belay.model.jinja;

import dev.belay.model.jinja.Expression.CallArguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names, literals, brackets, and what may follow them: attributes, items, slices, calls. */
final class PrimaryParser {
    private final TokenStream in;
    private final ExpressionParser expressions;

    PrimaryParser(TokenStream in, ExpressionParser expressions) {
        this.in = in;
        this.expressions = expressions;
    }

    Expression primary() {
        Token token = in.current();
        return switch (token.kind()) {
            case NAME -> name(in.next());
            case STRING -> string();
            case INTEGER, FLOAT -> new Expression.Literal(ExpressionParser.number(in.next()), token.line());
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesis();
                    case "[" -> list();
                    case "{" -> dict();
                    default -> throw in.unexpected("an expression");
                };
            default -> throw in.unexpected("an expression");
        };
    }

    private static Expression name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Literal(Constant.TRUE, token.line());
            case "false", "False" -> new Expression.Literal(Constant.FALSE, token.line());
            case "none", "None" -> new Expression.Literal(Constant.NONE, token.line());
            default -> new Expression.Name(token.text(), token.line());
        };
    }

    /** Strings that follow each other are one. */
    private Expression string() {
        int line = in.current().line();
        StringBuilder text = new StringBuilder();
        while (in.at(Token.Kind.STRING)) {
            text.append(in.next().text());
        }
        return new Expression.Literal(Value.of(text.toString()), line);
    }

    private Expression parenthesis() {
        int line = in.next().line();
        if (in.skipOperator(")")) {
            return new Expression.TupleOf(List.of(), line);
        }
        Expression inside = expressions.tuple(true);
        in.expectOperator(")");
        return inside;
    }

    private Expression list() {
        int line = in.next().line();
        List<Expression> items = new ArrayList<>();
        while (!in.skipOperator("]")) {
            items.add(expressions.expression());
            if (!in.atOperator("]")) {
                in.expectOperator(",");
            }
        }
        return new Expression.ListOf(items, line);
    }

    private Expression dict() {
        int line = in.next().line();
        List<Expression.Pair> pairs = new ArrayList<>();
        while (!in.skipOperator("}")) {
            Expression key = expressions.expression();
            in.expectOperator(":");
            pairs.add(new Expression.Pair(key, expressions.expression()));
            if (!in.atOperator("}")) {
                in.expectOperator(",");
            }
        }
        return new Expression.DictOf(pairs, line);
    }

    Expression postfix(Expression start) {
        Expression found = start;
        while (true) {
            int line = in.current().line();
            if (in.skipOperator(".")) {
                found = attribute(found, line);
            } else if (in.skipOperator("[")) {
                found = subscript(found, line);
                in.expectOperator("]");
            } else if (in.atOperator("(")) {
                found = new Expression.Call(found, arguments(), line);
            } else {
                return found;
            }
        }
    }

    private Expression attribute(Expression target, int line) {
        if (in.at(Token.Kind.INTEGER)) {
            return new Expression.Item(target, new Expression.Literal(ExpressionParser.number(in.next()), line), line);
        }
        return new Expression.Attribute(
                target, in.expect(Token.Kind.NAME, "the name of an attribute").text(), line);
    }

    private Expression subscript(Expression target, int line) {
        Expression start = in.atOperator(":") ? null : expressions.expression();
        if (start != null && !in.atOperator(":")) {
            return new Expression.Item(target, start, line);
        }
        in.expectOperator(":");
        Expression stop = bound();
        Expression step = in.skipOperator(":") ? bound() : null;
        return new Expression.Slice(target, start, stop, step, line);
    }

    private @Nullable Expression bound() {
        return in.atOperator(":") || in.atOperator("]") ? null : expressions.expression();
    }

    /** From the opening parenthesis to behind the closing one. */
    CallArguments arguments() {
        in.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<Expression.NamedArgument> named = new ArrayList<>();
        Expression spread = null;
        Expression spreadNamed = null;
        while (!in.skipOperator(")")) {
            if (in.skipOperator("*")) {
                spread = once(spread);
            } else if (in.skipOperator("**")) {
                spreadNamed = once(spreadNamed);
            } else if (in.at(Token.Kind.NAME) && in.look().isOperator("=")) {
                String name = in.next().text();
                in.next();
                named.add(new Expression.NamedArgument(name, expressions.expression()));
            } else if (named.isEmpty() && spread == null && spreadNamed == null) {
                positional.add(expressions.expression());
            } else {
                throw in.wrong("an argument without a name cannot follow one with a name");
            }
            if (!in.atOperator(")")) {
                in.expectOperator(",");
            }
        }
        return new CallArguments(positional, named, spread, spreadNamed);
    }

    private Expression once(@Nullable Expression earlier) {
        if (earlier != null) {
            throw in.wrong("a call takes one list with * and one dict with **");
        }
        return expressions.expression();
    }
}
