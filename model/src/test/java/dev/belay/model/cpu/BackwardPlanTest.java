package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.BackwardPlan;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.TokenBatch;
import dev.belay.model.WeightRule;
import dev.belay.model.checkpoint.Family;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.parity.Gradients;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever the plan, the gradient is that of the plain backward pass. */
class BackwardPlanTest {
    static final List<Family> FAMILIES = Family.ALL;

    /** Weights that differ from token to token and from sequence to sequence. */
    private static final WeightRule RULE = (fresh, w) -> {
        for (int s = 0; s < w.length; s++) {
            for (int t = 0; t < w[s].length; t++) {
                w[s][t] = (float) Math.sin(1.7 * s + 0.9 * t + 0.4);
            }
        }
    };

    static ModelConfig config(Family family) {
        return ModelConfig.qwen2(23, 16, 3, 4, 2, 20).withFamily(family);
    }

    private static float[] gradient(CpuModel model, TokenBatch batch, BackwardPlan plan) {
        model.setBackwardPlan(plan);
        model.zeroGradients();
        model.backward(batch, Set.of(), RULE);
        return model.gradients();
    }

    /** Groups whose segments the chunks cut anywhere, one of 150 tokens, which spans several blocks of keys. */
    private static TokenBatch batch(int vocab) {
        TokenBatch small = Models.batch(vocab, LogitWarp.temperature(1.1));
        PromptTree large =
                new PromptTree(Models.ids(31, 70, vocab), List.of(Models.ids(32, 80, vocab), Models.ids(33, 5, vocab)));
        return new TokenBatch(List.of(small.trees().get(0), large, small.trees().get(1)), small.warp());
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void backward_checkpointedInAnyNumberOfChunks_equalsPlain(Family family) {
        try (CpuModel model = Models.spread(config(family), 5, 0.3f)) {
            TokenBatch batch = batch(Models.TINY.vocabSize());
            float[] plain = gradient(model, batch, BackwardPlan.PLAIN);
            assertThat(gradient(model, batch, new BackwardPlan(true, 1))).isEqualTo(plain);
            int rows = 5 + 6 + 2 + 70 + 79 + 4 + 1 + 3 + 8;
            for (int chunks : new int[] {2, 3, 7, rows}) {
                assertThat(Gradients.relativeError(gradient(model, batch, new BackwardPlan(true, chunks)), plain))
                        .as("%d chunks", chunks)
                        .isLessThan(1e-5);
            }
            assertThat(gradient(model, batch, BackwardPlan.PLAIN)).isEqualTo(plain);
        }
    }

    /**
     * Rows T = 1023, layers L = 3, width D = 16, queries Q = 16, keys and values K = 16, feed-forward F = 20, heads 4. A layer keeps
     * W = D + Q + 2F + 4 = 76 numbers a row beside its queries, keys and values (Q + K = 32), and its backward pass takes 3D + Q +
     * 3F = 124. Plain: (L+1)·D + L·(32 + W) forward and D + 32 + 124 backward. In n chunks: (L+1)·D + 32 + D + 32 for all rows, W
     * + 124 for a chunk.
     */
    @Test
    void memory_ofActivations_fallsWithTheChunksAsTheFormulaSays() {
        TokenBatch batch = new TokenBatch(List.of(PromptTree.ofText(Models.ids(40, 1024, 23))), LogitWarp.NONE);
        for (int chunks : new int[] {0, 1, 2, 8}) {
            try (CpuModel model = Models.spread(config(Family.QWEN2), 5, 0.3f)) {
                gradient(model, batch, chunks == 0 ? BackwardPlan.PLAIN : new BackwardPlan(true, chunks));
                long chunk = chunks == 0 ? 0 : Math.ceilDiv(1023, chunks);
                long floats = chunks == 0
                        ? 1023 * (4 * 16 + 3 * (32 + 76) + 16 + 32 + 124)
                        : 1023 * (4 * 16 + 32 + 16 + 32) + chunk * (76 + 124);
                assertThat(model.activationBytes()).as("%d chunks", chunks).isEqualTo(floats * Float.BYTES);
            }
        }
    }

    @Test
    void plan_chunksWithoutCheckpointing_isRefused() {
        assertThatThrownBy(() -> new BackwardPlan(false, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sequenceChunks above 1 needs gradientCheckpointing: true");
        assertThatThrownBy(() -> new BackwardPlan(true, 0)).hasMessageContaining("at least 1, got 0");
    }
}
