package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.Chatting;
import dev.belay.loop.Samples;
import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.Reference;
import dev.belay.loop.reward.ProcessRewardModelReward.Aggregate;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.ClassifierSpec.Unit;
import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import dev.belay.model.Tokenizer;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.ScriptedClassifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessRewardModelRewardTest {
    private static final Tokenizer BYTES = new ByteTokenizer();

    private static ProcessRewardModelReward reward(Squash squash, Aggregate aggregate) {
        return new ProcessRewardModelReward("prm", "\n", "#", 1, squash, aggregate);
    }

    private static ScriptedClassifier classifier(Tokenizer tokenizer, int context, Function<int[], float[]> rule) {
        return new ScriptedClassifier(tokenizer, Unit.TOKEN, List.of("wrong", "right"), context, rule);
    }

    private static RewardContext asking(ScriptedClassifier model) {
        return new RewardContext(RunState.start(1, 10), RandomKey.of(1), reference -> {
            assertThat(reference).isEqualTo("prm");
            return model;
        });
    }

    private static Group group(List<Message> prompt, String... answers) {
        return new Group(
                "p@1",
                new Problem("p", prompt, Reference.answer("2"), Map.of()),
                Arrays.stream(answers).map(Samples::completion).toList());
    }

    /** Says that a step is right by the character in front of the separator, and anything else nonsense: 9, -9. */
    private static float[] judge(int[] ids) {
        String text = BYTES.decodeWithSpecials(ids);
        return text.endsWith("#")
                ? new float[] {0, Character.digit(text.charAt(text.length() - 2), 10)}
                : new float[] {9, -9};
    }

    private static Score.Scored only(ProcessRewardModelReward reward, String answer) {
        List<Score> scores = reward.score(
                group(List.of(Message.text("Q:")), answer),
                asking(classifier(BYTES, 100, ProcessRewardModelRewardTest::judge)));
        return (Score.Scored) scores.getFirst();
    }

    @Test
    void score_stepsAreReadAtTheirSeparators() {
        ScriptedClassifier model = classifier(BYTES, 100, ProcessRewardModelRewardTest::judge);
        List<Score> scores = reward(Squash.NONE, Aggregate.LAST)
                .score(group(List.of(Message.text("Q:")), "a1\n\nb2\n  \nc3\n", "d4"), asking(model));
        assertThat(model.seen().stream().map(BYTES::decodeWithSpecials)).containsExactly("Q:a1#b2#c3#", "Q:d4#");
        assertThat(scores.stream().map(s -> ((Score.Scored) s).value())).containsExactly(3.0, 4.0);
        assertThat(((Score.Scored) scores.getFirst()).note()).isEqualTo("steps 1.00 2.00 3.00");
    }

    /** softmax of (0, 1), (0, 3) and (0, 2): 1/(1 + e^-z) = .731059, .952574 and .880797. */
    @ParameterizedTest
    @CsvSource({"MIN, .731059", "PRODUCT, .613376", "MEAN, .854810", "LAST, .880797"})
    void score_aggregates_goldenValues(Aggregate aggregate, double expected) {
        Score.Scored score = only(reward(Squash.SOFTMAX, aggregate), "1\n3\n2");
        assertThat(score.value()).isCloseTo(expected, within(1e-6));
        assertThat(score.parts()).containsEntry("steps", 3.0).containsKeys("min", "product", "mean", "last");
        assertThat(score.parts().get("product")).isCloseTo(.613376, within(1e-6));
        assertThat(reward(Squash.SOFTMAX, aggregate).range()).isEqualTo(Range.UNIT);
    }

    @Test
    void score_conversation_isWrittenByTheTemplateUpToTheAnswer() {
        ScriptedClassifier model = classifier(new Chatting(), 200, ProcessRewardModelRewardTest::judge);
        reward(Squash.NONE, Aggregate.MIN).score(group(List.of(Message.user("1+1?")), "no<eos>1\n2"), asking(model));
        assertThat(BYTES.decodeWithSpecials(model.seen().getFirst())).isEqualTo("user:1+1?<eos>assistant:no<eos>1#2#");
        // The one the template wrote is a token, the answer's is characters.
        assertThat(Arrays.stream(model.seen().getFirst()).filter(id -> id == ByteTokenizer.EOS))
                .hasSize(1);
    }

    /** "Could not tell" would spare an answer the verdict. */
    @Test
    void score_emptyAnswer_isJudgedAsOneStep() {
        ScriptedClassifier model = classifier(BYTES, 100, ids -> new float[] {2, 1});
        assertThat(reward(Squash.NONE, Aggregate.MIN)
                        .score(group(List.of(Message.text("Q:")), "", " \n\n"), asking(model)))
                .allSatisfy(score -> assertThat(((Score.Scored) score).value()).isEqualTo(1));
        assertThat(model.seen().stream().map(BYTES::decodeWithSpecials)).containsExactly("Q:#", "Q:#");
    }

    @Test
    void score_whatCannotBeJudged_isUngradableAndCostsNobodyElse() {
        ScriptedClassifier model = classifier(new Chatting(), 10, ProcessRewardModelRewardTest::judge);
        List<Score> scores = reward(Squash.NONE, Aggregate.MIN)
                .score(
                        group(List.of(Message.text("Q:")), "123456789", Chatting.UNKNOWN, Chatting.OUTSIDE, "5"),
                        asking(model));
        assertThat(scores.subList(0, 3))
                .containsExactly(
                        new Score.Ungradable("prompt and answer have 12 tokens and the context of prm has 10"),
                        new Score.Ungradable("prm cannot read it: there is no token for " + Chatting.UNKNOWN),
                        new Score.Ungradable("prompt and answer have the token id " + BYTES.vocabSize()
                                + " and the vocabulary of prm has " + BYTES.vocabSize()));
        assertThat(((Score.Scored) scores.get(3)).value()).isEqualTo(5);
    }

    @Test
    void score_logitThatIsNoNumber_isUngradableWithItsStep() {
        ScriptedClassifier model = classifier(BYTES, 100, ids -> new float[] {0, ids.length > 5 ? Float.NaN : 1});
        assertThat(reward(Squash.SOFTMAX, Aggregate.MIN)
                        .score(group(List.of(Message.text("Q:")), "1\n2"), asking(model)))
                .containsExactly(new Score.Ungradable("prm gave step 2 the logits [0.0, NaN]"));
    }

    @Test
    void prepare_optionsThatDoNotSuitTheModel_areRefused() {
        refused(reward(Squash.SOFTMAX, Aggregate.MIN), Unit.SEQUENCE, List.of("a", "b"))
                .hasMessageContaining("prm (ScriptedForTests) judges whole sequences; reward-model asks such a model");
        refused(reward(Squash.SOFTMAX, Aggregate.MIN), Unit.TOKEN, List.of("a"))
                .hasMessageContaining("has 1 labels [a]; label must be below that, got 1");
        refused(
                        new ProcessRewardModelReward("prm", "\n", "\n", 0, Squash.SOFTMAX, Aggregate.MIN),
                        Unit.TOKEN,
                        List.of("a"))
                .hasMessageContaining("softmax is always 1");
        reward(Squash.SIGMOID, Aggregate.MIN)
                .prepare(reference -> classifier(BYTES, 5, ProcessRewardModelRewardTest::judge));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
            ProcessRewardModelReward reward, Unit unit, List<String> labels) {
        ScriptedClassifier model = new ScriptedClassifier(BYTES, unit, labels, 5, ProcessRewardModelRewardTest::judge);
        return assertThatThrownBy(() -> reward.prepare(reference -> model)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void options_thatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> reward(Squash.NONE, Aggregate.PRODUCT))
                .hasMessageContaining("aggregate product is for probabilities");
        assertThatThrownBy(() -> new ProcessRewardModelReward("prm", "", "#", 1, Squash.NONE, Aggregate.MIN))
                .hasMessageContaining("stepBreak and separator must not be empty");
        assertThatThrownBy(() -> new ProcessRewardModelReward(" ", "\n", "#", 1, Squash.NONE, Aggregate.MIN))
                .hasMessageContaining("model must not be blank");
        assertThatThrownBy(() -> new ProcessRewardModelReward("prm", "\n", "#", -1, Squash.NONE, Aggregate.MIN))
                .hasMessageContaining("label must not be negative, got -1");
    }

    @Test
    void requireReadable_promptThatTheModelCannotRead_isRefusedInItsName() {
        RewardModels models = reference -> classifier(new Chatting(), 100, ProcessRewardModelRewardTest::judge);
        assertThatThrownBy(() -> reward(Squash.SOFTMAX, Aggregate.MIN)
                        .requireReadable(List.of(List.of(Message.text(Chatting.UNKNOWN))), models))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("prm cannot read the prompt: there is no token for");
    }
}
