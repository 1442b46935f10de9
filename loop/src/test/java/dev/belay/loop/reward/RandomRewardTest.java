package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomRewardTest {
    private static final String[] SAME = {"a", "a", "a", "a", "a", "a", "a", "a"};

    @Test
    void score_shareOfOnes_isTheProbability() {
        int ones = 0;
        int n = 0;
        for (int p = 0; p < 500; p++) {
            for (Score s : new RandomReward(.3).score(Samples.group("p" + p, "1", SAME), Samples.context(1))) {
                ones += (int) ((Score.Scored) s).value();
                n++;
            }
        }
        // 4000 draws: four standard deviations are .029.
        assertThat(ones / (double) n).isBetween(.271, .329);
    }

    @Test
    void score_ofEqualTexts_differsBetweenSamplesAndProblems() {
        List<Score> a = new RandomReward(.5).score(Samples.group("a", "1", SAME), Samples.context(1));
        List<Score> b = new RandomReward(.5).score(Samples.group("b", "1", SAME), Samples.context(1));
        assertThat(a.stream().distinct()).hasSize(2);
        assertThat(a).isNotEqualTo(b);
    }

    @Test
    void score_atZeroAndOne_isConstant() {
        assertThat(new RandomReward(0).score(Samples.group("a", "1", SAME), Samples.context(1)))
                .containsOnly(Score.of(0));
        assertThat(new RandomReward(1).score(Samples.group("a", "1", SAME), Samples.context(1)))
                .containsOnly(Score.of(1));
    }
}
