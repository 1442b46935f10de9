package dev.belay.testkit;

/**
 * Pearson's test of goodness of fit: how surprising are these counts under that distribution?
 *
 * @param statistic sum of (observed - expected)^2 / expected
 * @param freedom number of possible outcomes less one
 * @param pValue chance of a statistic at least this large; with fixed seeds a test may demand, say, above 1e-3
 */
public record ChiSquare(double statistic, int freedom, double pValue) {
    /**
     * @param counts how often each outcome was seen; an outcome of probability 0 must have count 0
     * @param probabilities of the outcomes, summing to 1
     */
    public static ChiSquare of(long[] counts, double[] probabilities) {
        long total = 0;
        for (long c : counts) {
            total += c;
        }
        double statistic = 0;
        int possible = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = total * probabilities[i];
            if (probabilities[i] > 0) {
                possible++;
                statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
            } else if (counts[i] > 0) {
                throw new AssertionError("outcome " + i + " has probability 0 and was seen " + counts[i] + " times");
            }
        }
        int freedom = possible - 1;
        return new ChiSquare(statistic, freedom, freedom == 0 ? 1 : upperTail(freedom / 2.0, statistic / 2));
    }

    public void requireAbove(double significance) {
        if (!(pValue > significance)) {
            throw new AssertionError("counts do not fit the distribution: chi-square " + statistic + " with " + freedom
                    + " degrees of freedom, p = " + pValue + ", demanded above " + significance);
        }
    }

    /** Regularised upper incomplete gamma function Q(a, x): series below a + 1, Lentz's continued fraction above. */
    private static double upperTail(double a, double x) {
        if (x <= 0) {
            return 1;
        }
        double front = Math.exp(-x + a * Math.log(x) - logGamma(a));
        return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
    }

    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < 1000 && term > sum * 1e-15; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        double change = 0;
        for (int i = 1; i < 1000 && Math.abs(change - 1) > 1e-15; i++) {
            double numerator = -i * (i - a);
            b += 2;
            d = 1 / (numerator * d + b);
            c = b + numerator / c;
            change = d * c;
            h *= change;
        }
        return h;
    }

    /** Stirling's series after shifting the argument above 10; argument positive. */
    private static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 10) {
            shift += Math.log(z);
            z++;
        }
        double inverse = 1 / (z * z);
        double tail = (1 / 12.0 - inverse * (1 / 360.0 - inverse * (1 / 1260.0 - inverse / 1680))) / z;
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + tail - shift;
    }
}
