package dev.belay.verify.parse;

/** Spellings with two customary readings. The reader reports which occurred, so that a caller can try the other one. */
public enum Convention {
    /** "1,234" outside brackets is a list and not a number. */
    COMMA_LISTS,
    /** "3,5" is three and a half. */
    DECIMAL_COMMA,
    /** "1/2x" is (1/2)x and not 1/(2x). */
    LOOSE_SLASH,
    /** A "log" without a base is the natural logarithm. */
    NATURAL_LOG,
    /** "2e3" is 2e times 3, not 2000. */
    E_IS_EULER
}
