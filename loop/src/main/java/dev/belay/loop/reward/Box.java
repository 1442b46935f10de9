package dev.belay.loop.reward;

import org.jspecify.annotations.Nullable;

/**
 * The last {@code \boxed{…}} or {@code \fbox{…}} of a text, as graders of the MATH data set find it: from the right,
 * braces balanced.
 *
 * @param state whether there is one
 * @param content between the braces; null unless {@link State#COMPLETE}
 */
record Box(State state, @Nullable String content) {
    enum State {
        /** The text has no box macro. */
        NONE,
        /** The last box is never closed. */
        UNCLOSED,
        COMPLETE
    }

    private static final Box ABSENT = new Box(State.NONE, null);
    private static final Box OPEN = new Box(State.UNCLOSED, null);

    static Box lastOf(String text) {
        int boxed = text.lastIndexOf("\\boxed{");
        int fbox = text.lastIndexOf("\\fbox{");
        if (boxed < 0 && fbox < 0) {
            return ABSENT;
        }
        int open = boxed > fbox ? boxed + "\\boxed".length() : fbox + "\\fbox".length();
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return new Box(State.COMPLETE, text.substring(open + 1, i));
            }
        }
        return OPEN;
    }

    /**
     * Whether the grader released with arXiv 2505.22653 returns before it grades: the answer it extracts is empty. An
     * unclosed box does not make it return; the whole text then stands for the answer.
     */
    boolean leavesReleasedGraderEmpty() {
        return state != State.UNCLOSED && !filled();
    }

    /** Closed, and with something other than white space inside. */
    boolean filled() {
        return content != null && !content.isBlank();
    }
}
