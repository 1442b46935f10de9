package dev.belay.verify.equal;

/** A rational function: numerator over denominator, not reduced. */
record Fraction(Polynomial num, Polynomial den) {

    static final Fraction ZERO = new Fraction(Polynomial.ZERO, Polynomial.ONE);
    static final Fraction ONE = new Fraction(Polynomial.ONE, Polynomial.ONE);

    static Fraction of(Polynomial p) {
        return new Fraction(p, Polynomial.ONE);
    }
}
