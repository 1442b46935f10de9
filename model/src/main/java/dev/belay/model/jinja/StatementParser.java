package dev.belay.model.jinja;

import dev.belay.model.jinja.Statement.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tags and the text between them. */
final class StatementParser {
    private static final Set<String> ELSEWHERE =
            Set.of("extends", "include", "import", "from", "block", "autoescape", "trans", "do");

    private final TokenStream in;
    private final ExpressionParser expressions;

    private StatementParser(TokenStream in) {
        this.in = in;
        this.expressions = new ExpressionParser(in);
    }

    /** @throws TemplateError with the line, when the source is not a template */
    static List<Statement> parse(String source) {
        StatementParser parser = new StatementParser(new TokenStream(Lexer.tokens(source)));
        return parser.body(Set.of());
    }

    /** Statements up to one of the names, which is left to be read; up to the end when there are none. */
    private List<Statement> body(Set<String> ends) {
        in.enter();
        List<Statement> body = new ArrayList<>();
        while (true) {
            Token token = in.next();
            switch (token.kind()) {
                case DATA -> body.add(new Statement.Data(token.text(), token.line()));
                case VARIABLE_BEGIN -> {
                    body.add(new Statement.Print(expressions.tuple(true), token.line()));
                    in.expect(Token.Kind.VARIABLE_END, "}}");
                }
                case BLOCK_BEGIN -> {
                    if (in.at(Token.Kind.NAME) && ends.contains(in.current().text())) {
                        in.leave();
                        return List.copyOf(body);
                    }
                    body.addAll(statement(token.line()));
                    in.expect(Token.Kind.BLOCK_END, "%}");
                }
                default -> {
                    if (!ends.isEmpty()) {
                        throw in.unexpected("{% " + String.join(" %} or {% ", new java.util.TreeSet<>(ends)) + " %}");
                    }
                    in.leave();
                    return List.copyOf(body);
                }
            }
        }
    }

    /** A body behind its tag, and the closing name too. */
    private List<Statement> block(String end) {
        in.expect(Token.Kind.BLOCK_END, "%}");
        List<Statement> body = body(Set.of(end));
        in.expectName(end);
        return body;
    }

    private List<Statement> statement(int line) {
        Token tag = in.expect(Token.Kind.NAME, "the name of a tag");
        return switch (tag.text()) {
            case "for" -> List.of(loop(line));
            case "if" -> List.of(condition(line));
            case "set" -> List.of(set(line));
            case "with" -> List.of(with(line));
            case "macro" -> List.of(macro(line));
            case "call" -> List.of(callBlock(line));
            case "filter" -> List.of(filterBlock(line));
            case "generation" -> List.of(new Statement.Generation(block("endgeneration"), line));
            case "print" -> print(line);
            case "break" -> List.of(new Statement.Break(line));
            case "continue" -> List.of(new Statement.Continue(line));
            default -> throw unknown(tag);
        };
    }

    private static TemplateError unknown(Token tag) {
        String why = ELSEWHERE.contains(tag.text())
                ? " is not part of chat templates"
                : tag.text().startsWith("end") || tag.isName("else") || tag.isName("elif")
                        ? " closes nothing that is open here"
                        : " is unknown; known: for, if, set, with, macro, call, filter, generation, print, break,"
                                + " continue, raw";
        return new TemplateError("the tag {% " + tag.text() + " %}" + why, tag.line());
    }

    private Statement loop(int line) {
        Target target = target(false);
        in.expectName("in");
        Expression iterable = expressions.tuple(false);
        Expression filter = in.skipName("if") ? expressions.expression() : null;
        boolean recursive = in.skipName("recursive");
        in.expect(Token.Kind.BLOCK_END, "%}");
        List<Statement> body = body(Set.of("endfor", "else"));
        List<Statement> otherwise = List.of();
        if (in.skipName("else")) {
            otherwise = block("endfor");
        } else {
            in.expectName("endfor");
        }
        return new Statement.For(target, iterable, filter, body, otherwise, recursive, line);
    }

    private Statement condition(int line) {
        List<Statement.Branch> branches = new ArrayList<>();
        List<Statement> otherwise = List.of();
        do {
            Expression condition = expressions.tuple(false);
            in.expect(Token.Kind.BLOCK_END, "%}");
            branches.add(new Statement.Branch(condition, body(Set.of("elif", "else", "endif"))));
        } while (in.skipName("elif"));
        if (in.skipName("else")) {
            otherwise = block("endif");
        } else {
            in.expectName("endif");
        }
        return new Statement.If(branches, otherwise, line);
    }

    private Statement set(int line) {
        Target target = target(true);
        if (in.skipOperator("=")) {
            return new Statement.Set(target, expressions.tuple(true), line);
        }
        Expression.Filter filter = null;
        while (in.skipOperator("|")) {
            filter = expressions.filter(filter);
        }
        return new Statement.SetBlock(target, filter, block("endset"), line);
    }

    private Statement with(int line) {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!in.at(Token.Kind.BLOCK_END)) {
            if (!targets.isEmpty()) {
                in.expectOperator(",");
            }
            targets.add(single(false));
            in.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Statement.With(targets, values, block("endwith"), line);
    }

    private Statement macro(int line) {
        String name = in.expect(Token.Kind.NAME, "the name of a macro").text();
        List<Statement.Parameter> parameters = parameters();
        int start = in.position();
        List<Statement> body = block("endmacro");
        return new Statement.Macro(name, parameters, body, in.namesSince(start, Statement.Macro.IMPLICIT), line);
    }

    private List<Statement.Parameter> parameters() {
        List<Statement.Parameter> parameters = new ArrayList<>();
        in.expectOperator("(");
        while (!in.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                in.expectOperator(",");
            }
            String name = in.expect(Token.Kind.NAME, "the name of a parameter").text();
            Expression absent = in.skipOperator("=") ? expressions.expression() : null;
            if (absent == null && !parameters.isEmpty() && parameters.getLast().absent() != null) {
                throw in.wrong("a parameter without a default cannot follow one with a default");
            }
            parameters.add(new Statement.Parameter(name, absent));
        }
        return parameters;
    }

    private Statement callBlock(int line) {
        List<Statement.Parameter> parameters = in.atOperator("(") ? parameters() : List.of();
        if (expressions.expression() instanceof Expression.Call call) {
            return new Statement.CallBlock(parameters, call, block("endcall"), line);
        }
        throw in.wrong("{% call %} needs a call");
    }

    private Statement filterBlock(int line) {
        Expression.Filter filter = expressions.filter(null);
        while (in.skipOperator("|")) {
            filter = expressions.filter(filter);
        }
        return new Statement.FilterBlock(filter, block("endfilter"), line);
    }

    private List<Statement> print(int line) {
        List<Statement> printed = new ArrayList<>();
        while (!in.at(Token.Kind.BLOCK_END)) {
            if (!printed.isEmpty()) {
                in.expectOperator(",");
            }
            printed.add(new Statement.Print(expressions.expression(), line));
        }
        return printed;
    }

    /** One target, or several with commas. */
    private Target target(boolean namespaces) {
        List<Target> targets = new ArrayList<>();
        boolean commas = false;
        do {
            if (commas && (in.atName("in") || (!in.at(Token.Kind.NAME) && !in.atOperator("(")))) {
                break;
            }
            targets.add(single(namespaces));
            commas |= in.atOperator(",");
        } while (in.skipOperator(","));
        return commas ? new Target.Several(targets) : targets.getFirst();
    }

    private Target single(boolean namespaces) {
        if (in.skipOperator("(")) {
            in.enter();
            Target inside = target(namespaces);
            in.leave();
            in.expectOperator(")");
            return inside;
        }
        Token name = in.expect(Token.Kind.NAME, "the name of a variable");
        if (Set.of("true", "True", "false", "False", "none", "None").contains(name.text())) {
            throw new TemplateError("'" + name.text() + "' cannot be assigned to", name.line());
        }
        @Nullable
        String attribute = namespaces && in.skipOperator(".")
                ? in.expect(Token.Kind.NAME, "the name of an attribute").text()
                : null;
        return attribute == null
                ? new Target.Variable(name.text())
                : new Target.NamespaceAttribute(name.text(), attribute);
    }
}
