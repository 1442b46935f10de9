package dev.belay.verify.rules.instruction;

import java.util.BitSet;

/**
 * Checks JSON syntax without building values, as Python's {@code json.loads} defines it. A loop with an explicit stack of
 * bits, so depth costs a bit and nothing overflows.
 */
final class JsonSyntax {
    private static final String[] CONSTANTS = {"true", "false", "null", "NaN", "Infinity", "-Infinity"};

    private final String text;
    private int at;

    private JsonSyntax(String text) {
        this.text = text;
    }

    /** Index of the first character that cannot be part of one JSON value; -1 if the text is one. */
    static int firstError(String text) {
        JsonSyntax syntax = new JsonSyntax(text);
        if (syntax.value()) {
            syntax.skipSpace();
            return syntax.at == text.length() ? -1 : syntax.at;
        }
        return Math.min(syntax.at, text.length());
    }

    private boolean value() {
        BitSet isObject = new BitSet();
        int depth = 0;
        while (true) {
            skipSpace();
            char c = peek();
            if (c == '{' || c == '[') {
                at++;
                skipSpace();
                if (peek() != (c == '{' ? '}' : ']')) {
                    isObject.set(depth++, c == '{');
                    if (c == '{' && !key()) {
                        return false;
                    }
                    continue;
                }
                at++;
            } else if (!scalar(c)) {
                return false;
            }
            // A value is complete: close what it closes, or go on to the next one.
            depth = closeContainers(isObject, depth);
            if (depth == 0) {
                return true;
            }
            if (peek() != ',') {
                return false;
            }
            at++;
            skipSpace();
            if (isObject.get(depth - 1) && !key()) {
                return false;
            }
        }
    }

    private int closeContainers(BitSet isObject, int open) {
        int depth = open;
        skipSpace();
        while (depth > 0 && peek() == (isObject.get(depth - 1) ? '}' : ']')) {
            at++;
            depth--;
            skipSpace();
        }
        return depth;
    }

    private boolean key() {
        if (peek() != '"' || !string()) {
            return false;
        }
        skipSpace();
        if (peek() != ':') {
            return false;
        }
        at++;
        return true;
    }

    private boolean scalar(char c) {
        if (c == '"') {
            return string();
        }
        for (String constant : CONSTANTS) {
            if (text.startsWith(constant, at)) {
                at += constant.length();
                return true;
            }
        }
        return number();
    }

    private boolean string() {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c < ' ') {
                return false;
            }
            at++;
            if (c == '"') {
                return true;
            }
            if (c == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        char c = peek();
        if (c != 'u') {
            at++;
            return c != '\0' && "\"\\/bfnrt".indexOf(c) >= 0;
        }
        at++;
        for (int i = 0; i < 4; i++, at++) {
            char hex = peek();
            if (hex >= 128 || Character.digit(hex, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else if (!digits()) {
            return false;
        }
        // A fraction or exponent without digits is not part of the number; what is left over then fails as trailing
        // text.
        if (peek() == '.' && isDigit(at + 1)) {
            at++;
            digits();
        }
        int exponent = at + 1;
        if (peek() == 'e' || peek() == 'E') {
            exponent += exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0 ? 1 : 0;
            if (isDigit(exponent)) {
                at = exponent;
                digits();
            }
        }
        return true;
    }

    private boolean digits() {
        int from = at;
        while (isDigit(at)) {
            at++;
        }
        return at > from;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
