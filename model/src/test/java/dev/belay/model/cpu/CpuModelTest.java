package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.LogitWarp;
import dev.belay.model.LoraPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenScores;
import dev.belay.model.WeightRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CpuModelTest {
    private static final int VOCAB = Models.TINY.vocabSize();

    /** Weights that differ from token to token and from sequence to sequence. */
    private static final WeightRule RULE = (fresh, w) -> {
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                w[s][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
            }
        }
    };

    private static double loss(CpuModel model, TokenBatch batch) {
        double[] sum = {0};
        TokenScores scores = model.score(batch, Set.of());
        float[][] w = new float[scores.logProbs().length][];
        for (int s = 0; s < w.length; s++) {
            w[s] = new float[scores.logProbs()[s].length];
        }
        RULE.weigh(scores, w);
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                sum[0] += (double) w[s][t] * scores.logProbs()[s][t];
            }
        }
        return sum[0];
    }

    @Test
    void score_anyBatch_agreesWithNaiveTransformer() {
        try (CpuModel model = Models.tiny(1)) {
            TokenBatch batch = Models.branching(VOCAB, LogitWarp.temperature(0.8));
            TokenScores scores = model.score(batch, EnumSet.allOf(Stat.class));
            NaiveTransformer naive = new NaiveTransformer(Models.TINY, model.weights());
            int s = 0;
            for (PromptTree tree : batch.trees()) {
                for (int[] completion : tree.completions()) {
                    double[][] logits = naive.logits(Models.join(tree.prompt(), completion));
                    for (int t = 0; t < completion.length; t++) {
                        double[] row = logits[tree.prompt().length + t - 1];
                        assertStats(scores, s, t, row, completion[t], 0.8);
                    }
                    s++;
                }
            }
        }
    }

    private static void assertStats(TokenScores scores, int s, int t, double[] row, int token, double temperature) {
        double sum = 0;
        double mean = 0;
        double weighted = 0;
        int rank = 0;
        for (double l : row) {
            sum += Math.exp(l / temperature);
            mean += l / temperature / row.length;
            rank += l > row[token] ? 1 : 0;
        }
        double logSum = Math.log(sum);
        for (double l : row) {
            double logp = l / temperature - logSum;
            weighted -= Math.exp(logp) * logp;
        }
        assertThat((double) scores.get(Stat.LOGPROB)[s][t]).isCloseTo(row[token] / temperature - logSum, within(1e-5));
        assertThat((double) scores.get(Stat.ENTROPY)[s][t]).isCloseTo(weighted, within(1e-5));
        assertThat((double) scores.get(Stat.LOGSUMEXP)[s][t]).isCloseTo(logSum, within(1e-5));
        assertThat((double) scores.get(Stat.MEAN_LOGIT)[s][t]).isCloseTo(mean, within(1e-5));
        assertThat((double) scores.get(Stat.CHOSEN_LOGIT)[s][t]).isCloseTo(row[token] / temperature, within(1e-5));
        assertThat(scores.get(Stat.RANK)[s][t]).isEqualTo(rank);
    }

    /** What a run asks its disk for depends on it. */
    @Test
    void trainedCount_isAllWeightsOrThoseOfTheAdapters() {
        try (CpuModel model = Models.tiny(2)) {
            assertThat(model.trainedCount())
                    .isEqualTo(model.weights().length)
                    .isEqualTo(model.spec().parameters());
            model.adapt(new LoraPlan(2, 4, false, Set.of("q_proj")), RandomKey.of(4));
            assertThat(model.trainedCount())
                    .isEqualTo(model.weights().length)
                    .isLessThan(model.spec().parameters());
        }
    }

    @Test
    void backward_everyParameter_agreesWithCentralDifferences() {
        try (CpuModel model = Models.tiny(2)) {
            TokenBatch batch = Models.branching(VOCAB, LogitWarp.temperature(1.3));
            model.backward(batch, Set.of(), RULE);
            float[] gradient = model.gradients();
            float[] weights = model.weights();
            double norm = 0;
            for (float g : gradient) {
                norm = Math.max(norm, Math.abs(g));
            }
            assertThat(norm).isGreaterThan(0.1);
            RandomKey key = RandomKey.of(3);
            for (int i = 0; i < 400; i++) {
                int at = i < 40 ? weights.length - 1 - i * 17 : key.below(weights.length, i);
                assertThat((double) gradient[at])
                        .as("weight %d", at)
                        .isCloseTo(difference(model, batch, weights, at), within(1e-3 * norm));
            }
        }
    }

    private static double difference(CpuModel model, TokenBatch batch, float[] weights, int at) {
        float[] moved = weights.clone();
        float step = 4e-3f;
        moved[at] = weights[at] + step;
        model.setWeights(moved);
        double up = loss(model, batch);
        moved[at] = weights[at] - step;
        model.setWeights(moved);
        double down = loss(model, batch);
        return (up - down) / (2.0 * step);
    }

    @Test
    void backward_sharedPrompt_equalsOneTreeASequence() {
        try (CpuModel model = Models.tiny(4)) {
            TokenBatch shared = Models.branching(VOCAB, LogitWarp.NONE);
            TokenScores together = model.backward(shared, Set.of(), RULE);
            float[] gradient = model.gradients();
            model.zeroGradients();
            int sequence = 0;
            for (PromptTree tree : shared.trees()) {
                for (int[] completion : tree.completions()) {
                    int s = sequence++;
                    TokenBatch alone =
                            new TokenBatch(List.of(new PromptTree(tree.prompt(), List.of(completion))), LogitWarp.NONE);
                    TokenScores scores = model.backward(alone, Set.of(), (fresh, w) -> {
                        for (int t = 0; t < w[0].length; t++) {
                            w[0][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
                        }
                    });
                    assertClose(scores.logProbs()[0], together.logProbs()[s], 1e-5);
                }
            }
            assertClose(model.gradients(), gradient, 1e-5);
        }
    }

    /** Largest difference relative to the largest number. */
    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        double largest = 1e-30;
        double difference = 0;
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
        }
        assertThat(difference / largest).isLessThan(tolerance);
    }

    @Test
    void update_towardsTokens_raisesTheirLogProb() {
        try (CpuModel model = CpuModel.random(Models.TINY, Models.NO_TOKENIZER, RandomKey.of(6))) {
            TokenBatch batch = Models.batch(VOCAB, LogitWarp.NONE);
            double first = sum(model.score(batch, Set.of()).logProbs());
            for (int step = 0; step < 30; step++) {
                model.backward(batch, Set.of(), (fresh, w) -> {
                    for (float[] row : w) {
                        java.util.Arrays.fill(row, -1f / 24);
                    }
                });
                model.update(OptimizerPlan.adamW(1e-2));
            }
            assertThat(sum(model.score(batch, Set.of()).logProbs())).isGreaterThan(first / 4);
        }
    }

    private static double sum(float[][] values) {
        double sum = 0;
        for (float[] row : values) {
            for (float v : row) {
                sum += v;
            }
        }
        return sum;
    }
}
