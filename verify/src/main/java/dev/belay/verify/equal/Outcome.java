package dev.belay.verify.equal;

import dev.belay.verify.Reason;
import dev.belay.verify.Verdict;

/** A verdict with its reason, for one pair of trees. */
public record Outcome(Verdict verdict, Reason reason, String detail) {

    static final Outcome SAME = new Outcome(Verdict.EQUAL, Reason.SAME_VALUE, "");
    static final Outcome NUMERIC = new Outcome(Verdict.EQUAL, Reason.SAME_NUMERICALLY, "");
    static final Outcome ROUNDED = new Outcome(Verdict.EQUAL, Reason.SAME_ROUNDED, "");
    static final Outcome TEXT = new Outcome(Verdict.EQUAL, Reason.SAME_TEXT, "");
    static final Outcome DIFFERENT = new Outcome(Verdict.NOT_EQUAL, Reason.DIFFERENT_VALUE, "");
    static final Outcome KIND = new Outcome(Verdict.NOT_EQUAL, Reason.DIFFERENT_KIND, "");
    static final Outcome UNIT = new Outcome(Verdict.NOT_EQUAL, Reason.DIFFERENT_UNIT, "");
    static final Outcome BUDGET = new Outcome(Verdict.UNDECIDED, Reason.BUDGET_SPENT, "");
    static final Outcome DOMAIN = new Outcome(Verdict.UNDECIDED, Reason.DOMAIN_DIFFERS, "");

    static Outcome refused(String detail) {
        return new Outcome(Verdict.NOT_EQUAL, Reason.REFUSED_FORM, detail);
    }

    public boolean isEqual() {
        return verdict == Verdict.EQUAL;
    }

    boolean isDifferent() {
        return verdict == Verdict.NOT_EQUAL;
    }

    /** Both have to hold: a difference wins, then doubt, then the weaker evidence. */
    Outcome and(Outcome o) {
        if (isDifferent() || (!isEqual() && !o.isDifferent())) {
            return this;
        }
        if (!o.isEqual()) {
            return o;
        }
        return reason == Reason.SAME_VALUE ? o : this;
    }
}
