package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;

/** How a count is compared with its threshold. */
public enum Relation {
    LESS_THAN("less than"),
    AT_LEAST("at least"),
    /** Not an argument of the official data: the types that ask for an exact number have no relation. */
    EXACTLY("exactly");

    private final String words;

    Relation(String words) {
        this.words = words;
    }

    /** As the official data writes it. */
    public String words() {
        return words;
    }

    boolean holds(int actual, int threshold) {
        return switch (this) {
            case LESS_THAN -> actual < threshold;
            case AT_LEAST -> actual >= threshold;
            case EXACTLY -> actual == threshold;
        };
    }

    /** Judges a count and says so: "12 words, needs at least 20". */
    RuleResult judge(int actual, String counted, int threshold) {
        return RuleResult.of(holds(actual, threshold), actual + " " + counted + ", needs " + words + " " + threshold);
    }
}
