package dev.belay.verify.extract;

/** Where an answer may stand in a response. */
public enum Source {
    /** Between "final answer is" and "I hope it is correct", the form that few-shot prompts teach. */
    SIGNED_OFF,
    /** The last complete \boxed or \fbox; boxes joined by commas or "and" count as one list. */
    BOXES,
    /** The last complete \boxed or \fbox alone. */
    LAST_BOX,
    /** The content of the last answer tag. */
    TAG,
    /** Behind the last four hashes. */
    HASHES,
    /** Behind "the answer is", "Answer:" and their like in several languages. */
    ANCHOR,
    /** The last formula or number. */
    LAST_MATH,
    /** The last number. */
    LAST_NUMBER,
    /** A choice letter, when the gold is one. */
    CHOICE
}
