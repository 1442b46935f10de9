package dev.belay.model.jinja;

/** Backslashes in strings, as Python's {@code unicode-escape} reads them; an unknown one stands for itself. */
final class Escapes {
    private Escapes() {}

    static String decoded(String literal) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < literal.length()) {
            char c = literal.charAt(at);
            if (c != '\\' || at + 1 >= literal.length()) {
                out.append(c);
                at++;
            } else {
                at = escape(literal, at + 1, out);
            }
        }
        return out.toString();
    }

    /** @param at of the character behind the backslash; returns where reading goes on */
    private static int escape(String literal, int at, StringBuilder out) {
        char c = literal.charAt(at);
        switch (c) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000B');
            case 'x' -> {
                return hex(literal, at + 1, 2, out);
            }
            case 'u' -> {
                return hex(literal, at + 1, 4, out);
            }
            case 'U' -> {
                return hex(literal, at + 1, 8, out);
            }
            case 'N' -> {
                return named(literal, at + 1, out);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(literal, at, out);
            }
            default -> out.append('\\').append(c);
        }
        return at + 1;
    }

    private static int hex(String literal, int at, int digits, StringBuilder out) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < literal.length() ? Character.digit(literal.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new TemplateError("an escape in a string needs " + digits + " hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw new TemplateError("an escape in a string names no character of Unicode");
        }
        out.appendCodePoint(value);
        return at + digits;
    }

    private static int named(String literal, int at, StringBuilder out) {
        int end = literal.indexOf('}', at);
        if (!literal.startsWith("{", at) || end < 0) {
            throw new TemplateError("the name of a character stands in braces: \\N{…}");
        }
        try {
            out.appendCodePoint(Character.codePointOf(literal.substring(at + 1, end)));
        } catch (IllegalArgumentException e) {
            throw new TemplateError("Unicode has no character of the name " + literal.substring(at + 1, end));
        }
        return end + 1;
    }

    private static int octal(String literal, int at, StringBuilder out) {
        int value = 0;
        int end = at;
        while (end < literal.length() && end < at + 3 && Character.digit(literal.charAt(end), 8) >= 0) {
            value = value * 8 + Character.digit(literal.charAt(end++), 8);
        }
        out.appendCodePoint(value);
        return end;
    }
}
