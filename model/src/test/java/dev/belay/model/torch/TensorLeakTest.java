package dev.belay.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.cpu.Models;
import dev.belay.model.parity.Engine;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** No handle outlives the call it was made in: JavaCPP's count of them, which the collector does not change here. */
class TensorLeakTest {
    private static void step(LanguageModel model) {
        int vocab = Models.TINY.vocabSize();
        model.generate(
                Models.prompts(vocab, 5, 70), 4, new SamplingPlan(new LogitWarp(1, 9, 0.9, 0.01), 70, Set.of(3)));
        for (BackwardPlan plan : new BackwardPlan[] {BackwardPlan.PLAIN, new BackwardPlan(true, 2)}) {
            model.setBackwardPlan(plan);
            model.backward(Models.branching(vocab, LogitWarp.NONE), EnumSet.allOf(Stat.class), (fresh, w) -> {
                for (float[] row : w) {
                    Arrays.fill(row, -0.05f);
                }
            });
        }
        model.update(OptimizerPlan.adamW(1e-3));
        model.weights();
        try (LanguageModel copy = model.frozenCopy()) {
            copy.score(Models.batch(vocab, LogitWarp.NONE), Set.of());
        }
    }

    @Test
    void steps_handles_returnToWhatTheModelHolds() {
        for (Dtype dtype : new Dtype[] {Dtype.FP32, Dtype.BF16}) {
            long outside = Pointer.totalCount();
            try (LanguageModel model = Engine.TORCH.random(Models.TINY, RandomKey.of(1), dtype)) {
                step(model);
                long held = Pointer.totalCount();
                step(model);
                step(model);
                assertThat(Pointer.totalCount()).isEqualTo(held).isGreaterThan(outside);
            }
            assertThat(Pointer.totalCount()).isEqualTo(outside);
        }
    }
}
