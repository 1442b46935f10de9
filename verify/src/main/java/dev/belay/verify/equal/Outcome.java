package dev.belay.verify.equal;

import dev.belay.verify.equal.Finding.Weight;

/**
 * The result for one pair of trees.
 *
 * @param finding what was found
 * @param detail one sentence with the particulars, maybe empty
 */
public record Outcome(Finding finding, String detail) {

    static final Outcome SAME = new Outcome(Finding.SAME_VALUE, "");
    static final Outcome NUMERIC = new Outcome(Finding.SAME_NUMERICALLY, "");
    static final Outcome ROUNDED = new Outcome(Finding.SAME_ROUNDED, "");
    static final Outcome TEXT = new Outcome(Finding.SAME_TEXT, "");
    static final Outcome DIFFERENT = new Outcome(Finding.DIFFERENT_VALUE, "");
    static final Outcome KIND = new Outcome(Finding.DIFFERENT_KIND, "");
    static final Outcome UNIT = new Outcome(Finding.DIFFERENT_UNIT, "");
    public static final Outcome BUDGET = new Outcome(Finding.BUDGET_SPENT, "");
    static final Outcome DOMAIN = new Outcome(Finding.DOMAIN_DIFFERS, "");

    static Outcome refused(String detail) {
        return new Outcome(Finding.REFUSED_FORM, detail);
    }

    public boolean isEqual() {
        return finding.weight() == Weight.EQUAL;
    }

    boolean isDifferent() {
        return finding.weight() == Weight.DIFFERENT;
    }

    /** Both have to hold: a difference wins, then doubt, then the weaker evidence. */
    Outcome and(Outcome o) {
        if (isDifferent() || (!isEqual() && !o.isDifferent())) {
            return this;
        }
        if (!o.isEqual()) {
            return o;
        }
        return finding == Finding.SAME_VALUE ? o : this;
    }
}
