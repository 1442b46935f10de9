package dev.belay.loop.evaluate;

/**
 * A figure that is a quotient of sums over problems, such as "right answers by parsed answers".
 *
 * @param numerator (B) of each problem
 * @param denominator (B) of each problem; a problem with 0 says nothing about the figure
 */
record Figure(String name, double[] numerator, double[] denominator) {
    /** Over problems counted as often as {@code times} says; NaN when the denominators add up to 0. */
    double value(int[] times) {
        double n = 0;
        double d = 0;
        for (int p = 0; p < numerator.length; p++) {
            n += times[p] * numerator[p];
            d += times[p] * denominator[p];
        }
        return d == 0 ? Double.NaN : n / d;
    }

    long problems() {
        return java.util.Arrays.stream(denominator).filter(d -> d != 0).count();
    }
}
