package dev.belay.verify.policy;

/** Named switches of a {@link Policy}: each accepts one pair of forms that a purist tells apart. */
public enum Leniency {
    /** 10% is accepted for 10 and 10 for 10%. Without it 10% is 0.1 only. */
    PERCENT_AS_NUMBER,
    /** 300 is accepted for 3 and 3 for 300, as the Qwen grader does. */
    PERCENT_HUNDREDFOLD,
    /** "10 cm" is accepted for 10 and 10 for "10 cm"; two different units never are. */
    UNIT_ON_ONE_SIDE,
    /** Units that are no known measures ("apples", "ways") are not compared with each other. */
    COUNTING_UNITS,
    /** A condition with isolated variable (-2 <= x <= 7) is accepted for the set that it describes. */
    CONDITION_FOR_SET,
    /** The answer may name its value: x = 5 for 5, f(x) = 2x for 2x; the gold's label is never required. */
    LABEL_DROPPED,
    /** y = 2x is accepted for f(x) = 2x. */
    FUNCTION_RENAMED,
    /** A false step in a labelled chain (x = 3+3 = 2) is overlooked; only its end counts. */
    FALSE_CHAIN,
    /**
     * Sums, products, integrals and limits that are not worked out are accepted where they can be evaluated, and
     * expressions with variables that cancel are accepted for numbers.
     */
    UNEVALUATED,
    /** A column or row vector is accepted for a point. */
    VECTOR_AS_TUPLE,
    /** (1, 2) is accepted for the list 1, 2 in that order, and the list for the point. */
    TUPLE_AS_LIST,
    /** {3} is accepted for 3. */
    SINGLETON,
    /** a : 1 is accepted for a. */
    RATIO_AS_NUMBER,
    /** A decimal cut off, not rounded, at its last digit is accepted, and the last of 15 digits may be noise. */
    TRUNCATED_DECIMALS,
    /** 3,5 is accepted for 3.5. */
    DECIMAL_COMMA,
    /** log without a base may be natural. */
    NATURAL_LOG,
    /** Equal where both are defined is enough; domains may differ. */
    DOMAIN_IGNORED,
    /** Letters of choices and words are compared without case. */
    CASE_IGNORED,
    /** An answer sentence is searched for its value: "the area is 5". */
    PROSE,
    /** LaTeX shredded into matrix rows is put together again, and golds that escaping has damaged are mended. */
    SHREDDED_LATEX,
    /** A value that a list repeats counts once, if at least two different values remain. */
    DUPLICATES_IGNORED,
    /** A list that holds the gold among other values is accepted for it. Never on by default: it rewards hedging. */
    HEDGE
}
