package dev.belay.loop.reward;

/** Where a completion's answer is looked for. */
public enum AnswerPlace {
    /** In the last box, and nowhere else. */
    BOXED,
    /** In the last box; in a completion without any, its last number. */
    BOXED_OR_LAST_NUMBER
}
