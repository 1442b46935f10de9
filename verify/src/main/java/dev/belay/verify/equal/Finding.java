package dev.belay.verify.equal;

/** What a comparison found, by the strength of its evidence. */
public enum Finding {
    SAME_TEXT(Weight.EQUAL),
    SAME_VALUE(Weight.EQUAL),
    SAME_NUMERICALLY(Weight.EQUAL),
    SAME_ROUNDED(Weight.EQUAL),
    DIFFERENT_VALUE(Weight.DIFFERENT),
    DIFFERENT_KIND(Weight.DIFFERENT),
    DIFFERENT_UNIT(Weight.DIFFERENT),
    REFUSED_FORM(Weight.DIFFERENT),
    BUDGET_SPENT(Weight.OPEN),
    DOMAIN_DIFFERS(Weight.OPEN);

    private final Weight weight;

    Finding(Weight weight) {
        this.weight = weight;
    }

    public Weight weight() {
        return weight;
    }

    /** Which way a finding decides. */
    public enum Weight {
        EQUAL,
        DIFFERENT,
        /** Neither equality nor difference was established. */
        OPEN
    }
}
