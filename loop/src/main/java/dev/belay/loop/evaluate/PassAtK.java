package dev.belay.loop.evaluate;

/**
 * The chance that at least one of k samples is right, estimated without bias from n samples of which c were right:
 * {@code 1 - C(n-c, k) / C(n, k)}. Chen et al., "Evaluating large language models trained on code", arXiv 2107.03374,
 * section 2.1.
 */
public final class PassAtK {
    private PassAtK() {}

    /**
     * @param n samples, at least k
     * @param c right ones among them
     * @param k samples one may draw, at least 1
     */
    public static double of(int n, int c, int k) {
        if (k < 1 || k > n || c < 0 || c > n) {
            throw new IllegalArgumentException(
                    "pass@k needs 1 <= k <= n and 0 <= c <= n, got n " + n + ", c " + c + ", k " + k);
        }
        if (n - c < k) {
            return 1;
        }
        // The quotient of binomials as a product: no factorial overflows.
        double allWrong = 1;
        for (int i = n - c + 1; i <= n; i++) {
            allWrong *= 1 - (double) k / i;
        }
        return 1 - allWrong;
    }
}
