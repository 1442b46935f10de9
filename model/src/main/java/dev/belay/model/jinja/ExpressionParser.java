package dev.belay.model.jinja;

import dev.belay.model.jinja.Expression.Comparison;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions, one method for each level of precedence, in jinja2's order: the loosest first. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenStream in;
    private final PrimaryParser primary;

    ExpressionParser(TokenStream in) {
        this.in = in;
        this.primary = new PrimaryParser(in, this);
    }

    PrimaryParser primary() {
        return primary;
    }

    Expression expression() {
        return expression(true);
    }

    /** @param conditional whether {@code a if b else c} may stand here; in a {@code for}, {@code if} is the filter */
    private Expression expression(boolean conditional) {
        in.enter();
        Expression found = conditional ? conditional() : or();
        in.leave();
        return found;
    }

    /** An expression, or several with commas, which are a tuple. */
    Expression tuple(boolean conditional) {
        int line = in.current().line();
        List<Expression> items = new ArrayList<>();
        boolean commas = false;
        do {
            if (commas && tupleEnds()) {
                break;
            }
            items.add(expression(conditional));
            commas |= in.atOperator(",");
        } while (in.skipOperator(","));
        return commas ? new Expression.TupleOf(items, line) : items.getFirst();
    }

    private boolean tupleEnds() {
        return in.at(Token.Kind.VARIABLE_END)
                || in.at(Token.Kind.BLOCK_END)
                || in.atOperator(")")
                || in.atName("recursive");
    }

    private Expression conditional() {
        Expression found = or();
        while (in.atName("if")) {
            int line = in.next().line();
            Expression condition = or();
            Expression otherwise = null;
            if (in.skipName("else")) {
                in.enter();
                otherwise = conditional();
                in.leave();
            }
            found = new Expression.Conditional(condition, found, otherwise, line);
        }
        return found;
    }

    private Expression or() {
        Expression left = and();
        while (in.atName("or")) {
            int line = in.next().line();
            left = new Expression.Or(left, and(), line);
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.atName("and")) {
            int line = in.next().line();
            left = new Expression.And(left, not(), line);
        }
        return left;
    }

    private Expression not() {
        if (!in.atName("not")) {
            return compare();
        }
        int line = in.next().line();
        in.enter();
        Expression operand = not();
        in.leave();
        return new Expression.Not(operand, line);
    }

    private Expression compare() {
        int line = in.current().line();
        Expression first = sum();
        List<Comparison> rest = new ArrayList<>();
        while (true) {
            if (in.at(Token.Kind.OPERATOR) && COMPARISONS.contains(in.current().text())) {
                String operator = in.next().text();
                rest.add(new Comparison(operator, sum()));
            } else if (in.skipName("in")) {
                rest.add(new Comparison("in", sum()));
            } else if (in.atName("not") && in.look().isName("in")) {
                in.next();
                in.next();
                rest.add(new Comparison("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Expression.Compare(first, rest, line);
            }
        }
    }

    private Expression sum() {
        Expression left = concatenation();
        while (in.atOperator("+") || in.atOperator("-")) {
            Token operator = in.next();
            left = new Expression.Binary(operator.text(), left, concatenation(), operator.line());
        }
        return left;
    }

    private Expression concatenation() {
        int line = in.current().line();
        Expression first = product();
        if (!in.atOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (in.skipOperator("~")) {
            parts.add(product());
        }
        return new Expression.Concatenation(parts, line);
    }

    private Expression product() {
        Expression left = power();
        while (in.atOperator("*") || in.atOperator("/") || in.atOperator("//") || in.atOperator("%")) {
            Token operator = in.next();
            left = new Expression.Binary(operator.text(), left, power(), operator.line());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (in.atOperator("**")) {
            Token operator = in.next();
            left = new Expression.Binary(operator.text(), left, unary(true), operator.line());
        }
        return left;
    }

    private Expression unary(boolean filters) {
        Expression found;
        if (in.atOperator("-") || in.atOperator("+")) {
            Token sign = in.next();
            in.enter();
            found = new Expression.Unary(sign.text(), unary(false), sign.line());
            in.leave();
        } else {
            found = primary.primary();
        }
        found = primary.postfix(found);
        return filters ? filters(found) : found;
    }

    private Expression filters(Expression start) {
        Expression found = start;
        while (true) {
            if (in.skipOperator("|")) {
                found = filter(found);
            } else if (in.atName("is")) {
                found = test(found);
            } else if (in.atOperator("(")) {
                int line = in.current().line();
                found = new Expression.Call(found, primary.arguments(), line);
            } else {
                return found;
            }
        }
    }

    /** One filter, behind its bar. */
    Expression.Filter filter(@Nullable Expression target) {
        Token name = in.expect(Token.Kind.NAME, "the name of a filter");
        return new Expression.Filter(target, name.text(), argumentsIfAny(), name.line());
    }

    private Expression.CallArguments argumentsIfAny() {
        return in.atOperator("(") ? primary.arguments() : Expression.CallArguments.NONE;
    }

    private Expression test(Expression target) {
        int line = in.next().line();
        boolean negated = in.skipName("not");
        String name = in.expect(Token.Kind.NAME, "the name of a test").text();
        Expression.CallArguments arguments;
        if (in.atOperator("(")) {
            arguments = primary.arguments();
        } else if (argumentFollows()) {
            if (in.atName("is")) {
                throw in.wrong("tests cannot be chained with is");
            }
            Expression argument = primary.postfix(primary.primary());
            arguments = new Expression.CallArguments(List.of(argument), List.of(), null, null);
        } else {
            arguments = Expression.CallArguments.NONE;
        }
        Expression found = new Expression.Test(target, name, arguments, line);
        return negated ? new Expression.Not(found, line) : found;
    }

    private boolean argumentFollows() {
        Token token = in.current();
        return switch (token.kind()) {
            case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }

    static Value number(Token token) {
        return token.kind() == Token.Kind.FLOAT
                ? new Value.Real(Double.parseDouble(token.text()))
                : new Value.Int(new BigInteger(token.text()));
    }
}
