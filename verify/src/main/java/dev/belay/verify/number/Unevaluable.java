package dev.belay.verify.number;

/** Thrown inside the module when a value cannot be computed; never leaves it. Carries no stack trace: it is a result. */
public final class Unevaluable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is no value. */
    public enum Cause {
        /** Steps, bits or terms are used up. */
        BUDGET,
        /** Outside the domain: 1/0, log 0, 0^0. */
        DOMAIN,
        /** Inside the domain perhaps, but the precision does not tell (a ball around a branch point). */
        PRECISION,
        /** The node has no numeric meaning here: a text, a set, an open integral. */
        MEANINGLESS
    }

    private final Cause reason;

    public Unevaluable(Cause reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
