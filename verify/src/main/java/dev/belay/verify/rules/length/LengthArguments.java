package dev.belay.verify.rules.length;

/** The check every length rule makes of what it is handed. */
final class LengthArguments {
    private LengthArguments() {}

    static void requireTokens(int tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("a response has at least 0 tokens, got " + tokens);
        }
    }
}
