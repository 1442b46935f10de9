package dev.belay.verify.parse;

import dev.belay.verify.parse.Token.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A position in the tokens, the nesting depth, and what the enclosing brackets change about the grammar. */
final class Cursor {

    private static final int MAX_DEPTH = 40;

    private final List<Token> tokens;
    private int at;
    private int depth;
    private final Set<String> bound = new HashSet<>();
    /** Enclosing bracket kind: '(' and the like, '|' inside a modulus, '{' inside set braces, 0 outside. */
    private char inside;
    /** First token that the current construct may not read (the "d" of an integral). */
    private int limit;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
        this.limit = tokens.size();
    }

    Token peek() {
        return at < limit ? tokens.get(at) : tokens.getLast();
    }

    Token peek(int ahead) {
        int i = Math.min(at + ahead, tokens.size() - 1);
        return i < limit ? tokens.get(i) : tokens.getLast();
    }

    /** The token before this position; the first one at the start. */
    Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    Token next() {
        Token t = peek();
        if (t.kind() != Kind.EOF) {
            at++;
        }
        return t;
    }

    boolean accept(char c) {
        boolean hit = peek().isChar(c);
        if (hit) {
            at++;
        }
        return hit;
    }

    boolean acceptCommand(String name) {
        boolean hit = peek().isCommand(name);
        if (hit) {
            at++;
        }
        return hit;
    }

    void expect(char c) {
        if (!accept(c)) {
            throw fail("expected '" + c + "'");
        }
    }

    /** Takes the first digit of the number that stands here and leaves the rest. */
    String takeDigit() {
        Token t = peek();
        boolean digits = t.text().chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            at++;
            return t.text();
        }
        if (t.text().length() > 1) {
            tokens.set(at, new Token(Kind.NUMBER, t.text().substring(1), false, t.at() + 1));
        } else {
            at++;
        }
        return t.text().substring(0, 1);
    }

    /** Leaves only the last word of the text box that stands here. */
    void replace(String word) {
        Token t = peek();
        tokens.set(at, new Token(Kind.TEXT, word, true, t.at()));
    }

    boolean atEnd() {
        return peek().kind() == Kind.EOF;
    }

    int position() {
        return at;
    }

    void reset(int position) {
        at = position;
    }

    char inside() {
        return inside;
    }

    ParseFailure fail(String rule) {
        Token t = peek();
        String found = t.kind() == Kind.EOF ? "the end" : "\"" + clip(t.text()) + "\" at " + t.at();
        return new ParseFailure(rule + ", found " + found);
    }

    private static String clip(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /** Runs a rule inside a bracket. */
    <T> T within(char bracket, Supplier<T> rule) {
        char outer = inside;
        inside = bracket;
        try {
            return rule.get();
        } finally {
            inside = outer;
        }
    }

    /** Runs a rule one operand deeper: every recursion passes here, so that the depth bounds the stack. */
    <T> T nested(Supplier<T> rule) {
        if (++depth > MAX_DEPTH) {
            throw new ParseFailure("nested deeper than " + MAX_DEPTH);
        }
        try {
            return rule.get();
        } finally {
            depth--;
        }
    }

    /** Makes a letter a variable for the rest of the text. */
    void bind(String letter) {
        bound.add(letter);
    }

    boolean isBound(String letter) {
        return bound.contains(letter);
    }

    /** Runs a rule that must end before a token index. */
    <T> T before(int stop, Supplier<T> rule) {
        int outer = limit;
        limit = Math.min(outer, stop);
        try {
            return rule.get();
        } finally {
            limit = outer;
        }
    }

    Token tokenAt(int index) {
        return index < limit ? tokens.get(index) : tokens.getLast();
    }
}
