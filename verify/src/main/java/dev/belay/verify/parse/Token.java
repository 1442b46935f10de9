package dev.belay.verify.parse;

/**
 * @param kind what it is
 * @param text digits, letter, command name without backslash, or the content of a text box
 * @param spaced whether white space stands before it
 * @param at index in the source text
 */
record Token(Kind kind, String text, boolean spaced, int at) {

    enum Kind {
        /** Digits with at most one decimal point, or scientific notation. */
        NUMBER,
        /** One letter of a run that is no known name. */
        LETTER,
        /** A known name in plain letters: sqrt, pi, and. */
        NAME,
        /** A run of letters that is an ordinary word. */
        WORD,
        /** A LaTeX command. */
        COMMAND,
        /** One character with a role of its own. */
        CHAR,
        /** The content of a text box. */
        TEXT,
        BEGIN,
        END,
        /** A LaTeX line break. */
        ROW,
        EOF
    }

    boolean is(Kind wanted, String value) {
        return kind == wanted && text.equals(value);
    }

    boolean isChar(char c) {
        return kind == Kind.CHAR && text.charAt(0) == c;
    }

    boolean isCommand(String name) {
        return kind == Kind.COMMAND && text.equals(name);
    }
}
