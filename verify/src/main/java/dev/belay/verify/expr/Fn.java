package dev.belay.verify.expr;

import java.util.Locale;

/** The functions with a known meaning. */
public enum Fn {
    SIN(1, 1),
    COS(1, 1),
    TAN(1, 1),
    COT(1, 1),
    SEC(1, 1),
    CSC(1, 1),
    ARCSIN(1, 1),
    ARCCOS(1, 1),
    ARCTAN(1, 1),
    ARCCOT(1, 1),
    ARCSEC(1, 1),
    ARCCSC(1, 1),
    SINH(1, 1),
    COSH(1, 1),
    TANH(1, 1),
    COTH(1, 1),
    SECH(1, 1),
    CSCH(1, 1),
    ARSINH(1, 1),
    ARCOSH(1, 1),
    ARTANH(1, 1),
    EXP(1, 1),
    LN(1, 1),
    /** log(base, x). */
    LOG(2, 2),
    /** root(degree, x). */
    ROOT(2, 2),
    ABS(1, 1),
    FLOOR(1, 1),
    CEIL(1, 1),
    FACTORIAL(1, 1),
    DOUBLE_FACTORIAL(1, 1),
    BINOMIAL(2, 2),
    /** permutations(n, k) = n! / (n-k)!. */
    PERMUTATIONS(2, 2),
    GCD(1, 64),
    LCM(1, 64),
    MAX(1, 64),
    MIN(1, 64),
    MOD(2, 2),
    SIGN(1, 1),
    RE(1, 1),
    IM(1, 1),
    CONJUGATE(1, 1),
    ARG(1, 1),
    GAMMA(1, 1),
    DET(1, 1),
    NORM(1, 1),
    TRANSPOSE(1, 1);

    private final int least;
    private final int most;

    Fn(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /** Whether a call with this many arguments has a meaning. */
    public boolean accepts(int count) {
        return count >= least && count <= most;
    }

    public boolean isTrigonometric() {
        return compareTo(ARTANH) <= 0;
    }

    /** The name in {@link Show}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
