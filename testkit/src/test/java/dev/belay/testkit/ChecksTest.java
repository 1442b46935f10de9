package dev.belay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChecksTest {
    // f = sum x^2 + x00 * x10, so df/dx00 = 2 x00 + x10 and so on.
    private static double quadratic(float[][] x) {
        double sum = (double) x[0][0] * x[1][0];
        for (float[] row : x) {
            for (float v : row) {
                sum += (double) v * v;
            }
        }
        return sum;
    }

    @Test
    void compare_trueGradient_passes() {
        float[][] at = {{1, 2}, {-3}};
        GradCheck.Report report = GradCheck.compare(ChecksTest::quadratic, at, new float[][] {{-1, 4}, {-5}});
        report.requireWithin(1e-6);
        assertThat(at[0]).containsExactly(1, 2);
    }

    @Test
    void compare_oneWrongElement_namesIt() {
        GradCheck.Report report = GradCheck.compare(
                ChecksTest::quadratic, new float[][] {{1, 2}, {-3}}, new float[][] {{-1, 4}, {-5.1f}});
        assertThatThrownBy(() -> report.requireWithin(1e-3))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[1][0]");
    }

    @Test
    void compare_notANumber_isTheWorst() {
        GradCheck.Report report = GradCheck.compare(ChecksTest::quadratic, new float[][] {{1, 2}, {-3}}, new float[][] {
            {Float.NaN, 4}, {-5}
        });
        assertThatThrownBy(() -> report.requireWithin(1e9)).hasMessageContaining("[0][0]");
    }

    @Test
    void chiSquare_pValue_agreesWithTables() {
        // Upper 5 % points: 3.841 at 1 degree of freedom, 18.307 at 10; upper 1 % point at 10: 23.209.
        assertThat(ofStatistic(3.841, 1)).isCloseTo(0.05, within(1e-4));
        assertThat(ofStatistic(18.307, 10)).isCloseTo(0.05, within(1e-4));
        assertThat(ofStatistic(23.209, 10)).isCloseTo(0.01, within(1e-4));
        assertThat(ofStatistic(3.940, 10)).isCloseTo(0.95, within(1e-3));
    }

    // Counts with the wanted statistic: one outcome too many by d, another too few, expected n each: 2 d^2 / n.
    private static double ofStatistic(double statistic, int freedom) {
        long n = 1_000_000_000L;
        long d = Math.round(Math.sqrt(statistic * n / 2));
        long[] counts = new long[freedom + 1];
        double[] p = new double[freedom + 1];
        java.util.Arrays.fill(counts, n);
        java.util.Arrays.fill(p, 1.0 / (freedom + 1));
        counts[0] += d;
        counts[1] -= d;
        return ChiSquare.of(counts, p).pValue();
    }

    @Test
    void chiSquare_skewedCounts_areRefused() {
        ChiSquare skewed = ChiSquare.of(new long[] {600, 400}, new double[] {0.5, 0.5});
        assertThat(skewed.statistic()).isCloseTo(40, within(1e-9));
        assertThatThrownBy(() -> skewed.requireAbove(1e-3)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ChiSquare.of(new long[] {1, 1}, new double[] {1, 0}))
                .hasMessageContaining("outcome 1 has probability 0");
    }
}
