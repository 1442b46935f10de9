package dev.belay.model.cpu;

import static dev.belay.model.cpu.AdaptersTest.ALL;
import static dev.belay.model.cpu.AdaptersTest.RULE;
import static dev.belay.model.cpu.AdaptersTest.adapt;
import static dev.belay.model.cpu.AdaptersTest.batch;
import static dev.belay.model.cpu.AdaptersTest.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Generation;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.LoraPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.TokenScores;
import dev.belay.model.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What adapters were at some moment, or nothing of them, beside the model that goes on: a reference that shares its base. */
class FrozenAdaptersTest {
    @Test
    void frozenCopy_adapted_keepsTheAdaptersOfThatMoment() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            float[][] before = model.score(batch(), Set.of()).logProbs();
            try (LanguageModel copy = model.frozenCopy()) {
                step(model);
                assertThat(copy.score(batch(), Set.of()).logProbs()).isEqualTo(before);
                assertThat(model.score(batch(), Set.of()).logProbs()).isNotEqualTo(before);
            }
        }
    }

    /** What a KL term needs: the base's log-probabilities, no memory for a second copy, and a training that notices nothing. */
    @ParameterizedTest
    @ValueSource(strings = {LoraPlan.ALL_LINEAR, "q_proj"})
    void frozenCopy_askedWhileAdaptersAreTrained_isTheBaseAndSharesIt(String targets) {
        LoraPlan plan = new LoraPlan(3, 6, false, Set.of(targets));
        try (CpuModel model = Models.tiny(3);
                CpuModel alone = Models.tiny(3)) {
            float[][] base = model.score(batch(), Set.of()).logProbs();
            model.adapt(plan, RandomKey.of(4));
            alone.adapt(plan, RandomKey.of(4));
            try (LanguageModel reference = model.frozenCopy()) {
                step(model);
                step(alone);
                long before = model.memory().weights() + model.memory().packed();
                for (int i = 0; i < 3; i++) {
                    assertThat(reference.score(batch(), Set.of()).logProbs()).isEqualTo(base);
                    step(model);
                    step(alone);
                }
                assertThat(model.memory().weights() + model.memory().packed()).isEqualTo(before);
                assertThat(model.weights()).isEqualTo(alone.weights());
                Workload work = new Workload(8, 4, 8, 8, 64, true, BackwardPlan.PLAIN);
                assertThat(model.frozenCopyMemoryFor(work).total()).isEqualTo(4 * model.trainedCount());
            }
        }
    }

    /** What sampling computed is good for the backward pass whoever was asked in between. */
    @Test
    void backward_afterTheReferenceWasAsked_stillUsesWhatSamplingComputed() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            try (LanguageModel reference = model.frozenCopy()) {
                step(model);
                List<TokenPrompt> prompts = Models.prompts(23, 6);
                Generation g = model.rollOut(prompts, 1, new SamplingPlan(LogitWarp.NONE, 12, Set.of()))
                        .getFirst();
                PromptTree tree = new PromptTree(prompts.getFirst().tokens(), List.of(g.tokens()));
                TokenBatch batch = new TokenBatch(List.of(tree), LogitWarp.NONE);
                float[][] then = reference.score(batch, Set.of()).logProbs();
                TokenScores fresh = model.backward(batch, Set.of(), RULE);
                assertThat(fresh.fromRollout()).isTrue();
                assertThat(fresh.logProbs()[0]).containsExactly(g.logProbs(), within(1e-5f));
                assertThat(fresh.logProbs()).isNotEqualTo(then);
                model.zeroGradients();
                assertThat(reference.score(batch, Set.of()).logProbs()).isEqualTo(then);
            }
        }
    }

    /** A version is what weights are packed for: another at each call would pack the same again. */
    @Test
    void frozenCopy_askedAgainAndAgain_hasOneVersionOfItsOwn() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            try (LanguageModel one = model.frozenCopy();
                    LanguageModel other = model.frozenCopy()) {
                Set<Long> seen = versions(model, one);
                step(model);
                seen.addAll(versions(model, one));
                assertThat(seen).hasSize(1).doesNotContain(model.parameters.version());
                assertThat(versions(model, other)).hasSize(1).doesNotContainAnyElementsOf(seen);
            }
        }
    }

    /** The versions under which a copy answers, asked twice. */
    private static Set<Long> versions(CpuModel model, LanguageModel copy) {
        Set<Long> seen = new HashSet<>();
        SamplingPlan plan = new SamplingPlan(LogitWarp.NONE, 3, Set.of());
        for (int i = 0; i < 2; i++) {
            copy.generate(
                    Models.prompts(23, 6), 1, plan, (prompt, sample, token) -> seen.add(model.parameters.version()));
        }
        return seen;
    }

    /** Each is asked twice in a row, and in turn with the others. */
    @Test
    void frozenCopies_ofDifferentMoments_answerAsThen() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            float[][] first = model.score(batch(), Set.of()).logProbs();
            try (LanguageModel atFirst = model.frozenCopy()) {
                step(model);
                float[][] second = model.score(batch(), Set.of()).logProbs();
                try (LanguageModel later = model.frozenCopy()) {
                    step(model);
                    float[][] now = model.score(batch(), Set.of()).logProbs();
                    for (int i = 0; i < 4; i++) {
                        assertThat(atFirst.score(batch(), Set.of()).logProbs()).isEqualTo(first);
                        if (i % 2 == 1) {
                            assertThat(later.score(batch(), Set.of()).logProbs())
                                    .isEqualTo(second);
                            assertThat(model.score(batch(), Set.of()).logProbs())
                                    .isEqualTo(now);
                        }
                    }
                }
            }
        }
    }

    @Test
    void frozenCopy_ofAdaptersClosed_refusesToAnswer() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            LanguageModel copy = model.frozenCopy();
            copy.close();
            copy.close();
            assertThatThrownBy(() -> copy.score(batch(), Set.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the model is closed");
            assertThatThrownBy(copy::weights).hasMessage("the model is closed");
        }
    }

    @Test
    void frozenCopy_ofAdapters_cannotBeTrained() {
        try (CpuModel model = Models.tiny(3)) {
            adapt(model, ALL);
            try (LanguageModel copy = model.frozenCopy()) {
                assertThat(copy.weights()).isEqualTo(model.weights());
                assertThatThrownBy(() -> copy.update(OptimizerPlan.adamW(1e-2)))
                        .hasMessage("update: a frozen copy can only generate and score");
            }
        }
    }
}
