package dev.belay.verify.number;

/** A complex ball: a rectangle of two real balls. An imaginary part of exactly zero marks a proved real value. */
public record Complex(Real re, Real im) {

    public static final Complex ZERO = of(Real.ZERO);
    public static final Complex ONE = of(Real.ONE);
    public static final Complex I = new Complex(Real.ZERO, Real.ONE);

    public static Complex of(Real re) {
        return new Complex(re, Real.ZERO);
    }

    /** Whether the value is real by proof. */
    public boolean isReal() {
        return im.isExactZero();
    }

    public boolean isExactZero() {
        return re.isExactZero() && im.isExactZero();
    }

    /** Whether the ball excludes zero. */
    public boolean isNonZero() {
        return re.isNonZero() || im.isNonZero();
    }

    public Complex negate() {
        return new Complex(re.negate(), im.negate());
    }

    /** An upper bound of the magnitude as an exponent of two. */
    public int magnitude() {
        return Math.max(re.magnitude(), im.magnitude());
    }
}
