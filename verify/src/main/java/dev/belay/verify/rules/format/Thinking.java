package dev.belay.verify.rules.format;

/** Cuts a response at its reasoning block. */
public final class Thinking {
    private static final String CLOSE = "</think>";

    private Thinking() {}

    /**
     * What stands after the last {@code </think>}; the whole text if it never closes. Constraints on the answer are judged
     * on this part (open-instruct does the same).
     */
    public static String removed(String text) {
        int close = text.lastIndexOf(CLOSE);
        return close < 0 ? text : text.substring(close + CLOSE.length());
    }
}
