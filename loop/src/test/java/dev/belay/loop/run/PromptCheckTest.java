package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import dev.belay.testkit.ByteTokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptCheckTest {
    private static final List<Problem> PROBLEMS = List.of(Problem.of("a", "a", "1"), Problem.of("b", "b", "1"));

    private static void check(PromptRenderer renderer) {
        new PromptCheck("training", renderer, new ByteTokenizer(), RunListener.SILENT).require(PROBLEMS, Problem::id);
    }

    @Test
    void require_promptsThatFailOnlyTogether_areRefusedAllTheSame() {
        PromptRenderer together = new PromptRenderer() {
            @Override
            public int[] render(List<Message> prompt, Tokenizer tokenizer) {
                return new int[1];
            }

            @Override
            public List<int[]> renderAll(List<List<Message>> prompts, Tokenizer tokenizer) {
                if (prompts.size() > 1) {
                    throw new InvalidInputException("too many");
                }
                return List.of(new int[1]);
            }
        };
        assertThatThrownBy(() -> check(together))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("too many");
    }

    @Test
    void require_promptThatAJudgeCannotRead_isNamed() {
        PromptCheck check = new PromptCheck(
                "training", PromptRenderer.RAW_TEXT, new ByteTokenizer(), RunListener.SILENT, prompts -> {
                    if (prompts.contains(List.of(Message.text("b")))) {
                        throw new InvalidInputException("not b");
                    }
                });
        assertThatThrownBy(() -> check.require(PROBLEMS, Problem::id)).hasMessage("b: not b");
    }
}
