package dev.belay.verify;

/** Why a {@link Verdict} was reached. The set is closed, so that counts by reason can be compared between runs. */
public enum Reason {
    /** Both texts are the same after normalisation. */
    SAME_TEXT(Blame.NONE, "same text"),
    /** Both sides have the same exact value or the same canonical form. */
    SAME_VALUE(Blame.NONE, "same value"),
    /** No difference at high precision, or at any of the test points. */
    SAME_NUMERICALLY(Blame.NONE, "no difference at high precision"),
    /** A decimal is the correct rounding of the other side. */
    SAME_ROUNDED(Blame.NONE, "equal at the digits of the shorter decimal"),
    /** A difference was proved. */
    DIFFERENT_VALUE(Blame.NONE, "different value"),
    /** The two sides are of kinds that the policy does not compare. */
    DIFFERENT_KIND(Blame.NONE, "different kind of answer"),
    /** The answer's units contradict the gold's. */
    DIFFERENT_UNIT(Blame.NONE, "different unit"),
    /** The policy refuses the answer's form: a hedge, a false chain, an unevaluated sum, an echoed condition. */
    REFUSED_FORM(Blame.NONE, "form refused by the policy"),
    /** The response holds nothing that the policy accepts as an answer. */
    NO_ANSWER(Blame.ANSWER, "no answer found in the response"),
    /** The answer could not be read completely. */
    ANSWER_UNREADABLE(Blame.ANSWER, "answer could not be read"),
    /** The gold could not be read completely: the problem is at fault, not the answer. */
    GOLD_UNREADABLE(Blame.GOLD, "gold could not be read"),
    /** The step, size or precision budget was spent before a difference was proved or excluded. */
    BUDGET_SPENT(Blame.ANSWER, "budget spent"),
    /** The two sides agree where both are real, but are not real at the same points. */
    DOMAIN_DIFFERS(Blame.ANSWER, "domains differ");

    private final Blame blame;
    private final String text;

    Reason(Blame blame, String text) {
        this.blame = blame;
        this.text = text;
    }

    /** Whose fault an undecided verdict is: a trainer skips the sample for {@link Blame#GOLD} only. */
    public Blame blame() {
        return blame;
    }

    /** The reason in words, lower case, without a full stop. */
    public String text() {
        return text;
    }

    /** The side that made a verification undecidable. */
    public enum Blame {
        NONE,
        ANSWER,
        GOLD
    }
}
