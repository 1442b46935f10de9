package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.Samples;
import dev.belay.loop.recipe.Entry;
import dev.belay.loop.reward.ProcessRewardModelReward.Aggregate;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every reward in the catalogue. */
class RewardContractTest {
    private static final Map<String, List<Reward>> EXAMPLES = Map.of(
            "answer",
                    List.of(
                            AnswerReward.exact(),
                            new AnswerReward(AnswerCheck.EXACT, AnswerPlace.BOXED_OR_LAST_NUMBER),
                            new AnswerReward(AnswerCheck.STRICT, AnswerPlace.BOXED)),
            "boxed-format", List.of(new BoxedFormatReward()),
            "random", List.of(new RandomReward(.5)),
            "phrases",
                    List.of(
                            new PhrasesReward(PhrasesReward.Form.CODE, true),
                            new PhrasesReward(PhrasesReward.Form.PAPER, false)),
            "reward-model",
                    List.of(
                            new RewardModelReward("rm", 1, Squash.NONE, RewardModelReward.TooLong.TRUNCATE),
                            new RewardModelReward("rm", 0, Squash.SOFTMAX, RewardModelReward.TooLong.UNGRADABLE)),
            "process-reward-model",
                    List.of(
                            new ProcessRewardModelReward("prm", "\n", "\n", 1, Squash.SOFTMAX, Aggregate.MIN),
                            new ProcessRewardModelReward("prm", " ", "+", 0, Squash.NONE, Aggregate.LAST)));

    private static final String[] TEXTS = {
        "code 1+1=2 \\boxed{2}",
        "wait, thus \\boxed{3}",
        "",
        "\\boxed{",
        "}}}}{{{{ \\boxed{{}",
        "\0\uFFFF\uD800 \\frac{1}{0} \\boxed{\\frac{1}{0}}",
        "9".repeat(3000) + "\\boxed{" + "9".repeat(3000) + "}",
        "{".repeat(5000),
        "user: user: user: 1e999999999 \\boxed{1e999999999}"
    };

    static Stream<Reward> rewards() {
        return EXAMPLES.values().stream().flatMap(List::stream);
    }

    @Test
    void everyEntry_hasAnExample() {
        assertThat(EXAMPLES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Rewards.ENTRIES.stream().map(Entry::name).toList());
        Rewards.ENTRIES.forEach(e -> assertThat(EXAMPLES.get(e.name())).hasOnlyElementsOfType(e.type()));
    }

    @ParameterizedTest
    @MethodSource("rewards")
    void score_givesOneVerdictInRangeForAnyText(Reward reward) {
        List<Score> scores = reward.score(Samples.group("p", "2", TEXTS), Samples.context(3));
        assertThat(scores)
                .hasSize(TEXTS.length)
                .allSatisfy(s -> assertThat(s)
                        .isInstanceOfSatisfying(
                                Score.Scored.class,
                                v -> assertThat(reward.range().contains(v.value()))
                                        .as(v.toString())
                                        .isTrue()));
    }

    @ParameterizedTest
    @MethodSource("rewards")
    void score_isRepeatable(Reward reward) {
        Group g = Samples.group("p", "2", TEXTS);
        assertThat(reward.score(g, Samples.context(3))).isEqualTo(reward.score(g, Samples.context(3)));
    }

    @ParameterizedTest
    @MethodSource("rewards")
    void score_followsThePermutationOfTheMembers(Reward reward) {
        if (reward instanceof RandomReward) {
            return; // its draws belong to places, not texts; RandomRewardTest has its laws
        }
        Group g = Samples.group("p", "2", TEXTS);
        List<Completion> reversed = new ArrayList<>(g.members()).reversed();
        assertThat(reward.score(g.withMembers(reversed), Samples.context(3)))
                .isEqualTo(reward.score(g, Samples.context(3)).reversed());
    }

    @ParameterizedTest
    @MethodSource("rewards")
    void score_withoutDeclaredNeed_doesNotDependOnTheReference(Reward reward) {
        Group a = Samples.group("p", "2", TEXTS);
        Group b = Samples.group("p", "3", TEXTS);
        boolean same = reward.score(a, Samples.context(3)).equals(reward.score(b, Samples.context(3)));
        assertThat(same).isEqualTo(!reward.needs().contains(Need.REFERENCE));
    }

    @ParameterizedTest
    @MethodSource("rewards")
    void score_ofGarbage_neverThrows(Reward reward) {
        RandomKey key = RandomKey.of(11);
        String[] garbage = new String[200];
        for (int i = 0; i < garbage.length; i++) {
            StringBuilder text = new StringBuilder();
            for (int t = 0; t < 60; t++) {
                String alphabet = "\\boxed{}frac0123456789.,/-+$ \n=wait";
                text.append(alphabet.charAt(key.child(i).below(alphabet.length(), t)));
            }
            garbage[i] = text.toString();
        }
        assertThat(reward.score(Samples.group("p", "2", garbage), Samples.context(3)))
                .hasSize(garbage.length);
    }
}
