package dev.belay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {
    private static final CharTokenizer CHARS = new CharTokenizer("12+=");
    private static final ScriptedModel MODEL =
            new ScriptedModel(CHARS, Set.of(CharTokenizer.EOS), prompt -> List.of(prompt + "2<eos>+", "1111"));

    @Test
    void generate_scriptPerPrompt_cyclesThroughItsAnswers() {
        TokenPrompt prompt = new TokenPrompt(RandomKey.of(0), CHARS.encode("1+1="));
        List<Generation> all =
                MODEL.generate(List.of(prompt), 3, new SamplingPlan(LogitWarp.NONE, 6, Set.of(CharTokenizer.EOS)));
        assertThat(all).extracting(g -> CHARS.decode(g.tokens())).containsExactly("1+1=2", "1111", "1+1=2");
        assertThat(all).extracting(Generation::finish).containsExactly(Finish.STOP, Finish.LENGTH, Finish.STOP);
        assertThat(all.get(1).logProbs()).hasSize(4).containsOnly(ScriptedModel.LOG_PROB_NATS);
    }

    @Test
    void backward_rule_isRecorded() {
        ScriptedModel model = new ScriptedModel(CHARS, Set.of(), prompt -> List.of("1"));
        TokenBatch batch =
                new TokenBatch(List.of(new PromptTree(new int[] {2}, List.of(new int[] {3, 4}))), LogitWarp.NONE);
        model.backward(batch, Set.of(), (fresh, w) -> w[0][1] = fresh.logProbs()[0][1] * 2);
        assertThat(model.weighed())
                .singleElement()
                .satisfies(w -> assertThat(w[0]).containsExactly(0f, -2f));
    }
}
