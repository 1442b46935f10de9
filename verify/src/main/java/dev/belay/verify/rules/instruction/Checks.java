package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.text.Whitespace;

/** The checks the instructions make of their arguments. */
final class Checks {
    private Checks() {}

    static void atLeast(int least, String argument, int value) {
        if (value < least) {
            throw new IllegalArgumentException(argument + " must be at least " + least + ", got " + value);
        }
    }

    static String text(String argument, String value) {
        String stripped = Whitespace.strip(value);
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException(argument + " must not be blank");
        }
        return stripped;
    }
}
