package dev.belay.model.cpu;

import dev.belay.model.LogitWarp;
import java.util.Arrays;

/**
 * The next-token distribution of one row of logits under a {@link LogitWarp}. The sampler, the scorer and the gradient all
 * go through here, so they agree on what was kept. Tokens that tie with the last one topK keeps are kept too.
 */
final class Distribution {
    private static final int BLOCK = 256;
    private static final float DROPPED = Float.NEGATIVE_INFINITY;

    private final int size;
    private final LogitWarp warp;
    private final float[] logits;
    private final float[] mass;
    /** The logits before truncation; the same array where nothing is truncated. */
    private final float[] whole;

    private final Exp exp = new Exp();
    private float[] sorted = new float[0];
    private float max;
    private double sum;
    private double mean;

    Distribution(int vocabSize, LogitWarp warp) {
        this.size = vocabSize;
        this.warp = warp;
        this.logits = new float[vocabSize];
        this.mass = new float[vocabSize];
        this.whole = warp.truncates() ? new float[vocabSize] : logits;
    }

    /** The array to fill with raw logits before {@link #prepare}. */
    float[] logits() {
        return logits;
    }

    /**
     * Applies the warp to the logits in the array.
     *
     * @throws IllegalStateException when topP has to share out a mass that is no number
     */
    void prepare() {
        if (warp.greedy()) {
            return;
        }
        if (warp.temperature() != 1) {
            float factor = (float) (1 / warp.temperature());
            for (int j = 0; j < size; j++) {
                logits[j] *= factor;
            }
        }
        mean = Double.NaN;
        if (warp.truncates()) {
            mean = Exp.sum(logits, 0, size) / size;
            System.arraycopy(logits, 0, whole, 0, size);
            truncate();
        }
        exponentiate();
    }

    private void exponentiate() {
        max = Exp.max(logits, size);
        System.arraycopy(logits, 0, mass, 0, size);
        exp.shifted(mass, 1, max, size);
        if (warp.truncates()) {
            for (int j = 0; j < size; j++) {
                if (logits[j] == DROPPED) {
                    mass[j] = 0;
                }
            }
        }
        sum = Exp.sum(mass, 0, size);
    }

    private void truncate() {
        if (warp.topK() > 0 && warp.topK() < size) {
            dropBelow(kthLargest(warp.topK()));
        }
        if (warp.topP() < 1) {
            exponentiate();
            keepMass(warp.topP());
        }
        if (warp.minP() > 0) {
            dropBelow(Exp.max(logits, size) + (float) Math.log(warp.minP()));
        }
    }

    private void dropBelow(float least) {
        for (int j = 0; j < size; j++) {
            if (logits[j] < least) {
                logits[j] = DROPPED;
            }
        }
    }

    private float kthLargest(int k) {
        sortAscending();
        return sorted[size - k];
    }

    /** Keeps tokens from the most probable down until their mass reaches {@code share}; ties in token-id order. */
    private void keepMass(double share) {
        requireMass(sum);
        sortAscending();
        double need = share * sum;
        double kept = 0;
        int rank = size;
        while (rank > 0 && kept < need) {
            rank--;
            kept += Math.exp(sorted[rank] - max);
        }
        float least = sorted[rank];
        int ties = 0;
        for (int i = rank; i < size && sorted[i] == least; i++) {
            ties++;
        }
        for (int j = 0; j < size; j++) {
            boolean keep = logits[j] > least || (logits[j] == least && ties-- > 0);
            if (!keep) {
                logits[j] = DROPPED;
            }
        }
    }

    private void sortAscending() {
        if (sorted.length == 0) {
            sorted = new float[size];
        }
        System.arraycopy(logits, 0, sorted, 0, size);
        Arrays.sort(sorted);
    }

    /**
     * The most probable token; the smallest id among equals. Needs no {@link #prepare}.
     *
     * @throws IllegalStateException as {@link #sample} would
     */
    int argmax() {
        int best = 0;
        boolean finite = true;
        for (int j = 0; j < size; j++) {
            finite &= Float.isFinite(logits[j]);
            if (logits[j] > logits[best]) {
                best = j;
            }
        }
        requireMass(finite ? 1 : Double.NaN);
        return best;
    }

    private static void requireMass(double mass) {
        if (!(mass > 0)) {
            throw new IllegalStateException("the probabilities of the next token must have a mass above 0, got " + mass
                    + ": the logits hold NaN or infinity");
        }
    }

    /**
     * The first token, in id order, at which the cumulative probability exceeds {@code uniform}.
     *
     * @throws IllegalStateException when the logits were no numbers, so that there is nothing to draw from
     */
    int sample(double uniform) {
        requireMass(sum);
        double left = uniform * sum;
        int last = -1;
        for (int block = 0; block < size; block += BLOCK) {
            int n = Math.min(BLOCK, size - block);
            double inBlock = Exp.sum(mass, block, n);
            if (inBlock > 0) {
                int token = sampleBlock(block, n, left);
                if (left < inBlock) {
                    return token;
                }
                last = token;
            }
            left -= inBlock;
        }
        return last;
    }

    private int sampleBlock(int block, int n, double left) {
        double rest = left;
        int last = -1;
        for (int j = block; j < block + n; j++) {
            if (mass[j] > 0) {
                last = j;
                rest -= mass[j];
                if (rest < 0) {
                    return j;
                }
            }
        }
        return last;
    }

    /** Natural log-probability of a token that was sampled once, and is therefore kept: see {@link LogitWarp}. */
    float logProb(int token) {
        return (float) (whole[token] - logSumExp(token));
    }

    /** Log-sum-exp of the tokens kept, {@code token} among them. */
    double logSumExp(int token) {
        return max + Math.log(sum + restored(token));
    }

    float logit(int token) {
        return whole[token];
    }

    /** What a dropped token adds to the mass when it is kept after all; 0 for one that was not dropped. */
    private double restored(int token) {
        return keeps(token) ? 0 : Math.exp((double) whole[token] - max);
    }

    float meanLogit() {
        return (float) (Double.isNaN(mean) ? Exp.sum(logits, 0, size) / size : mean);
    }

    /** Number of tokens with a larger logit. */
    int rank(int token) {
        int above = 0;
        float own = whole[token];
        for (int j = 0; j < size; j++) {
            above += whole[j] > own ? 1 : 0;
        }
        return above;
    }

    /** Entropy in nats. */
    float entropy() {
        double weighted = 0;
        for (int j = 0; j < size; j++) {
            if (mass[j] > 0) {
                weighted += (double) mass[j] * (logits[j] - max);
            }
        }
        return (float) (Math.log(sum) - weighted / sum);
    }

    /**
     * Gradient of {@code sum_i weights[i] * logProb(tokens[i])} with respect to the raw logits, in place of the
     * probabilities: {@code w/T * (onehot - p)} for each token, p with that token kept.
     */
    float[] gradient(int[] tokens, double[] weights) {
        double shared = 0;
        for (int i = 0; i < tokens.length; i++) {
            shared += weights[i] / (sum + restored(tokens[i]));
        }
        float scale = (float) (-shared / warp.temperature());
        for (int j = 0; j < size; j++) {
            mass[j] *= scale;
        }
        for (int i = 0; i < tokens.length; i++) {
            double restored = restored(tokens[i]);
            mass[tokens[i]] += (float) (weights[i] / warp.temperature() * sum / (sum + restored));
        }
        return mass;
    }

    /** Whether the warp kept the token. */
    boolean keeps(int token) {
        return logits[token] != DROPPED;
    }
}
