package dev.belay.loop.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.loop.data.Problem;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.reward.AnswerReward;
import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.RewardContext;
import dev.belay.loop.reward.Score;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.LanguageModel;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final List<Problem> PROBLEMS = List.of(Problem.of("a", "A", "1"), Problem.of("b", "B", "2"));

    private static final StrategyDetector STRATEGIES =
            new StrategyDetector.ByPrefix(Map.of("code", "code ", "direct", "\\boxed"));

    /** Problem A: right, wrong, unboxed, right. Problem B: always wrong by code. */
    private static LanguageModel model() {
        return new ScriptedModel(
                new ByteTokenizer(),
                Set.of(ByteTokenizer.EOS),
                prompt -> prompt.equals("A")
                        ? List.of("code \\boxed{1}", "\\boxed{2}", "code", "\\boxed{1}")
                        : List.of("code \\boxed{1}"));
    }

    private static Evaluator evaluator(int samples) {
        return new Evaluator(
                new EvaluationOptions(10, samples, .6, 64, 100, .95),
                PROBLEMS,
                AnswerReward.exact(),
                PromptRenderer.RAW_TEXT,
                STRATEGIES,
                64,
                List.of());
    }

    private static double value(Evaluation e, String name) {
        return java.util.Objects.requireNonNull(e.metrics().get(name), name).value();
    }

    @Test
    void evaluate_countsGreedyAndSampled() {
        Evaluation e = evaluator(4).evaluate(model(), RunState.start(1, 10));
        assertThat(value(e, "greedy/accuracy")).isEqualTo(.5);
        assertThat(value(e, "greedy/strategy/code/share")).isEqualTo(1);
        // A: 2 of 4 right, 3 parsed; B: 0 of 4 right, 4 parsed.
        assertThat(value(e, "sampled/avg@4")).isEqualTo(.25);
        assertThat(value(e, "sampled/pass@1")).isEqualTo(.25);
        // A: 1 - C(2,2)/C(4,2) = 5/6; B: 0.
        assertThat(value(e, "sampled/pass@2")).isCloseTo(5 / 12.0, within(1e-9));
        assertThat(value(e, "sampled/pass@4")).isEqualTo(.5);
        assertThat(value(e, "sampled/parse_rate")).isEqualTo(7 / 8.0);
        assertThat(value(e, "sampled/accuracy_given_parsed")).isCloseTo(2 / 7.0, within(1e-9));
        // Code: once in A (right), four times in B (none right); direct: twice in A (one right).
        assertThat(value(e, "sampled/strategy/code/share")).isEqualTo(5 / 8.0);
        assertThat(value(e, "sampled/strategy/code/accuracy")).isCloseTo(1 / 5.0, within(1e-9));
        assertThat(value(e, "sampled/strategy/direct/accuracy")).isEqualTo(.5);
        assertThat(e.sampled()).hasSize(2).allMatch(g -> g.size() == 4);
    }

    @Test
    void evaluate_greedyOnly_hasNoSampledFigures() {
        Evaluation e = evaluator(0).evaluate(model(), RunState.start(1, 10));
        assertThat(e.metrics().keySet()).allMatch(name -> name.startsWith("greedy/"));
        assertThat(e.sampled()).isEmpty();
    }

    @Test
    void due_atTheStartEveryFewStepsAndAtTheEnd() {
        Evaluator e = evaluator(0);
        RunState s = RunState.start(1, 25);
        int[] due = java.util.stream.IntStream.rangeClosed(0, 25)
                .filter(step -> e.due(new RunState(s.key(), step, 25, 0)))
                .toArray();
        assertThat(due).containsExactly(0, 10, 20, 25);
    }

    @Test
    void evaluate_problemThatCannotBeGraded_isSeen() {
        // The gold answer of b cannot be read: its samples are ungradable and leave accuracy and pass@k.
        Evaluator e = new Evaluator(
                new EvaluationOptions(10, 2, .6, 64, 100, .95),
                List.of(Problem.of("a", "A", "1"), Problem.of("b", "B", " ")),
                new Picky(),
                PromptRenderer.RAW_TEXT,
                STRATEGIES,
                64,
                List.of());
        Evaluation done = e.evaluate(model(), RunState.start(1, 10));
        assertThat(value(done, "greedy/ungradable_share")).isEqualTo(.5);
        assertThat(value(done, "sampled/ungradable_share")).isEqualTo(.5);
        assertThat(value(done, "greedy/accuracy")).isEqualTo(1);
    }

    /** Cannot grade problem b. */
    record Picky() implements Reward {
        @Override
        public List<Score> score(Group g, RewardContext c) {
            Score s = g.problem().id().equals("b") ? new Score.Ungradable("no gold answer") : Score.of(1);
            return g.members().stream().map(m -> s).toList();
        }
    }
}
