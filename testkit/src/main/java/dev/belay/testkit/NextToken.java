package dev.belay.testkit;

import dev.belay.model.LogitWarp;
import java.util.Arrays;
import java.util.Comparator;

/** The distribution of the next token in double precision: logits over the temperature, truncated, renormalised. */
final class NextToken {
    private final double[] logits;
    private final boolean[] kept;
    private final double logSumExp;

    private NextToken(double[] logits, boolean[] kept) {
        this.logits = logits;
        this.kept = kept;
        this.logSumExp = logSumExp(logits, kept);
    }

    /** @param warp not greedy */
    static NextToken of(float[] table, int offset, int vocab, LogitWarp warp) {
        double[] logits = new double[vocab];
        for (int v = 0; v < vocab; v++) {
            logits[v] = table[offset + v] / warp.temperature();
        }
        return new NextToken(logits, truncate(logits, warp));
    }

    /**
     * The same distribution with {@code token} kept whatever the truncation says: a token that was sampled was kept
     * then, and rounding or an update since must not turn its log-probability into minus infinity.
     */
    NextToken keeping(int token) {
        if (kept[token]) {
            return this;
        }
        boolean[] wider = kept.clone();
        wider[token] = true;
        return new NextToken(logits, wider);
    }

    double logProb(int token) {
        return kept[token] ? logits[token] - logSumExp : Double.NEGATIVE_INFINITY;
    }

    double probability(int token) {
        return Math.exp(logProb(token));
    }

    double logit(int token) {
        return logits[token];
    }

    double logSumExp() {
        return logSumExp;
    }

    double meanLogit() {
        return Arrays.stream(logits).average().orElseThrow();
    }

    double entropyNats() {
        double sum = 0;
        for (int v = 0; v < logits.length; v++) {
            sum -= kept[v] ? probability(v) * logProb(v) : 0;
        }
        return sum;
    }

    int rank(int token) {
        int above = 0;
        for (double logit : logits) {
            above += logit > logits[token] ? 1 : 0;
        }
        return above;
    }

    /** Inverse of the cumulative distribution in id order: the first kept id at which the cumulated mass exceeds u. */
    int draw(double u) {
        double mass = 0;
        int last = -1;
        for (int v = 0; v < logits.length; v++) {
            if (kept[v]) {
                mass += probability(v);
                last = v;
                if (mass > u) {
                    return v;
                }
            }
        }
        return last;
    }

    /** The largest logit's id, the lowest on ties. */
    static int greedy(float[] table, int offset, int vocab) {
        int best = 0;
        for (int v = 1; v < vocab; v++) {
            best = table[offset + v] > table[offset + best] ? v : best;
        }
        return best;
    }

    private static boolean[] truncate(double[] logits, LogitWarp warp) {
        boolean[] kept = new boolean[logits.length];
        if (!warp.truncates()) {
            Arrays.fill(kept, true);
            return kept;
        }
        Integer[] order = new Integer[logits.length];
        Arrays.setAll(order, v -> v);
        Arrays.sort(order, Comparator.comparingDouble((Integer v) -> -logits[v]).thenComparingInt(v -> v));
        int n = warp.topK() > 0 ? Math.min(warp.topK(), logits.length) : logits.length;
        for (int i = 0; i < n; i++) {
            kept[order[i]] = true;
        }
        n = smallestReaching(warp.topP(), order, n, logits, logSumExp(logits, kept));
        double floor = warp.minP() > 0 ? logits[order[0]] + Math.log(warp.minP()) : Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            kept[order[i]] = i < n && logits[order[i]] >= floor;
        }
        return kept;
    }

    private static int smallestReaching(double topP, Integer[] order, int n, double[] logits, double logSumExp) {
        double mass = 0;
        for (int i = 0; topP < 1 && i < n; i++) {
            mass += Math.exp(logits[order[i]] - logSumExp);
            if (mass >= topP) {
                return i + 1;
            }
        }
        return n;
    }

    private static double logSumExp(double[] logits, boolean[] kept) {
        double max = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < logits.length; v++) {
            max = kept[v] ? Math.max(max, logits[v]) : max;
        }
        double sum = 0;
        for (int v = 0; v < logits.length; v++) {
            sum += kept[v] ? Math.exp(logits[v] - max) : 0;
        }
        return max + Math.log(sum);
    }
}
