package dev.belay.loop.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.Finish;
import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import dev.belay.testkit.CharTokenizer;
import dev.belay.testkit.TableModel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlainRolloutTest {
    private static final CharTokenizer TOKENIZER = new CharTokenizer("ab?");
    private static final TableModel MODEL = TableModel.bigram(TOKENIZER, Set.of(CharTokenizer.EOS));
    private static final Problem A = Problem.of("a", "a?", "1");
    private static final Problem B = Problem.of("b", "b?", "1");

    private static List<Group> roll(int step, Problem... problems) {
        RunState state = new RunState(RunState.start(1, 10).key(), step, 10, 0);
        return new PlainRollout(2, 4, 1, 6, 0, 1, 0, List.of())
                .roll(List.of(problems), MODEL, new RolloutContext(state, PromptRenderer.RAW_TEXT));
    }

    private static List<String> texts(Group g) {
        return g.members().stream().map(Completion::text).toList();
    }

    @Test
    void roll_givesEachProblemItsGroup() {
        List<Group> groups = roll(0, A, B);
        assertThat(groups).extracting(Group::problem).containsExactly(A, B);
        assertThat(groups).extracting(Group::id).containsExactly("a@1", "b@1");
        assertThat(groups)
                .allSatisfy(g -> assertThat(g.members()).hasSize(4).allSatisfy(c -> {
                    assertThat(c.sampledUnder()).isSameAs(c.scoredUnder());
                    assertThat(c.trainable()).doesNotContain(false).hasSize(c.tokens().length);
                    assertThat(c.truncated()).isEqualTo(c.tokens()[c.tokens().length - 1] != CharTokenizer.EOS);
                    assertThat(c.finish()).isEqualTo(c.truncated() ? Finish.LENGTH : Finish.STOP);
                }));
    }

    @Test
    void roll_promptThatIsAddedTo_isTheGroupsPrompt() {
        PromptRenderer polite = new PromptRenderer() {
            @Override
            public int[] render(List<Message> prompt, Tokenizer tokenizer) {
                return tokenizer.encode(PromptRenderer.rawText(shown(prompt)));
            }

            @Override
            public List<Message> shown(List<Message> prompt) {
                return List.of(new Message(Message.Role.SYSTEM, "b"), prompt.getFirst());
            }
        };
        Group g = new PlainRollout(1, 1, 1, 6, 0, 1, 0, List.of())
                .roll(List.of(A), MODEL, new RolloutContext(RunState.start(1, 10), polite))
                .getFirst();
        assertThat(g.problem())
                .isEqualTo(A.withPrompt(List.of(new Message(Message.Role.SYSTEM, "b"), Message.text("a?"))));
    }

    @Test
    void roll_doesNotDependOnTheOrderOfTheProblems() {
        assertThat(texts(roll(0, A, B).get(0))).isEqualTo(texts(roll(0, B, A).get(1)));
    }

    @Test
    void roll_sameProblemTwiceInAStep_drawsAnew() {
        List<Group> groups = roll(0, A, A);
        assertThat(groups).extracting(Group::id).containsExactly("a@1", "a@1#2");
        assertThat(texts(groups.get(0))).isNotEqualTo(texts(groups.get(1)));
    }

    @Test
    void roll_nextVisit_drawsAnew() {
        assertThat(texts(roll(0, A).getFirst())).isNotEqualTo(texts(roll(1, A).getFirst()));
    }

    @Test
    void temperature_zero_isRefused() {
        assertThatThrownBy(() -> new PlainRollout(2, 4, 0, 6, 0, 1, 0, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("temperature must be above 0");
    }

    @Test
    void roll_stopText_endsACompletion() {
        RunState state = RunState.start(1, 10);
        Group g = new PlainRollout(1, 32, 1, 6, 0, 1, 0, List.of("b"))
                .roll(List.of(A), MODEL, new RolloutContext(state, PromptRenderer.RAW_TEXT))
                .getFirst();
        assertThat(texts(g))
                .anyMatch(t -> t.endsWith("b"))
                .noneMatch(t -> t.indexOf('b') < t.length() - 1 && t.contains("b"));
        assertThat(g.members().stream().filter(c -> c.text().endsWith("b"))).allMatch(c -> c.finish() == Finish.STOP);
    }

    @Test
    void stopText_ofSeveralTokens_isRefused() {
        assertThatThrownBy(() -> StopTokens.of(List.of("ab"), MODEL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("rollout.stop: \"ab\" must be one token of the model, it is 2");
    }
}
