package dev.belay.model.jinja;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The tokens still to be parsed, and how deep the parser is nested. */
final class TokenStream {
    /** Deeper than any template in use, and far from the end of a thread's stack. */
    private static final int MAX_DEPTH = 80;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    Token look() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean at(Token.Kind kind) {
        return current().kind() == kind;
    }

    boolean atName(String name) {
        return current().isName(name);
    }

    boolean atOperator(String operator) {
        return current().isOperator(operator);
    }

    boolean skipName(String name) {
        boolean there = atName(name);
        if (there) {
            next();
        }
        return there;
    }

    boolean skipOperator(String operator) {
        boolean there = atOperator(operator);
        if (there) {
            next();
        }
        return there;
    }

    Token expect(Token.Kind kind, String what) {
        if (!at(kind)) {
            throw unexpected(what);
        }
        return next();
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    int position() {
        return at;
    }

    /** Which of the names occurred since a position. */
    Set<String> namesSince(int start, Set<String> names) {
        return tokens.subList(start, at).stream()
                .filter(t -> t.kind() == Token.Kind.NAME && names.contains(t.text()))
                .map(Token::text)
                .collect(Collectors.toUnmodifiableSet());
    }

    TemplateError unexpected(String wanted) {
        return wrong("expected " + wanted + ", found " + current().shown());
    }

    TemplateError wrong(String message) {
        return new TemplateError(message, current().line());
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw wrong("the template is nested more than " + MAX_DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }
}
