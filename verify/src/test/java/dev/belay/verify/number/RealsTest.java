package dev.belay.verify.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Balls contain the true value and are narrow. Digits from the OEIS constants of the same names. */
class RealsTest {

    private static final int BITS = 160;
    private final Complexes c = new Complexes(BITS, new Budget(10_000_000));

    private Real of(String decimal) {
        return c.reals().of(new Rationals(new Budget(1_000)).of(new BigDecimal(decimal)));
    }

    /** |ball - digits| is at most one unit of the last digit given, and the ball is narrower than 2^-140. */
    private void assertIs(Real ball, String digits) {
        Real gap = c.reals().sub(ball, of(digits)).abs();
        int places = digits.length() - digits.indexOf('.') - 1;
        Real unit = c.reals().of(Rational.of(BigInteger.TEN.pow(places)).inverse());
        assertThat(c.reals().sub(unit, gap).sign()).isPositive();
        assertThat(ball.err()).isLessThan(-140 + Math.max(0, ball.magnitude()));
    }

    @Test
    void constants_areRight() {
        assertIs(c.elementary().pi(), "3.14159265358979323846264338327950288419");
        assertIs(c.elementary().exp(Real.ONE), "2.71828182845904523536028747135266249775");
        assertIs(c.elementary().ln(Real.of(2)), "0.69314718055994530941723212145817656807");
        assertIs(c.reals().sqrt(Real.of(2)), "1.41421356237309504880168872420969807856");
        assertIs(c.elementary().atan(Real.ONE).scale(2), "3.14159265358979323846264338327950288419");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.84147098480789650665250232163029899962",
        "2, 0.90929742682568169539601986591174484270",
        "4, -0.75680249530792825137263909451182909413",
        "-1, -0.84147098480789650665250232163029899962",
        "100, -0.50636564110975879365655761045978543206"
    })
    void sin_everyQuadrant_isRight(long x, String value) {
        assertIs(c.elementary().sin(Real.of(x)), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.001", "0.3", "1.7", "12.5", "300.25", "0.9999"})
    void exp_ofLn_containsTheArgument(String x) {
        Real back = c.elementary().exp(c.elementary().ln(of(x)));
        assertThat(c.reals().sub(back, of(x)).isNonZero()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-20.5", "-1.5", "-0.2", "0.2", "1.5", "3.1", "20.5"})
    void sinAndCos_squares_addUpToOne(String x) {
        Real s = c.elementary().sin(of(x));
        Real k = c.elementary().cos(of(x));
        Real sum = c.reals().add(c.reals().mul(s, s), c.reals().mul(k, k));
        assertThat(c.reals().sub(sum, Real.ONE).isNonZero()).isFalse();
        Real tangent = c.reals().div(s, k);
        assertThat(c.reals()
                        .sub(tangent, c.reals().add(tangent, of("0.0000000000000000000000001")))
                        .isNonZero())
                .isTrue();
    }

    @Test
    void sign_ballAroundZero_isNotClaimed() {
        Real zeroBall = c.reals()
                .sub(c.reals().mul(c.reals().sqrt(Real.of(2)), c.reals().sqrt(Real.of(2))), Real.of(2));
        assertThatThrownBy(zeroBall::sign).isInstanceOf(Unevaluable.class).hasMessage("PRECISION");
    }

    @Test
    void budget_overspent_isRefused() {
        Complexes poor = new Complexes(BITS, new Budget(50));
        assertThatThrownBy(() -> poor.elementary().sin(Real.of(1)))
                .isInstanceOf(Unevaluable.class)
                .hasMessage("BUDGET");
    }
}
