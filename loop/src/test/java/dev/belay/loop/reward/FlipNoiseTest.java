package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.Samples;
import dev.belay.loop.reward.FlipNoise.Draw;
import dev.belay.loop.reward.FlipNoise.Scope;
import dev.belay.loop.rollout.Group;
import dev.belay.model.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlipNoiseTest {
    private static final List<Score> CLEAN = List.of(Score.of(1), Score.of(0), Score.of(0), Score.of(1));
    private static final String BOX = "\\boxed{1}";

    private static Group visit(String problem, int visit) {
        Group g = Samples.group(problem, "1", BOX, BOX, BOX, BOX);
        return new Group(problem + "@" + visit, g.problem(), g.members());
    }

    private static double[] flipped(FlipNoise flip, Group g) {
        return flip.corrupt(g, CLEAN, Samples.context(7)).stream()
                .mapToDouble(s -> ((Score.Scored) s).value())
                .toArray();
    }

    @Test
    void corrupt_atZeroAndOne_isIdentityAndInversion() {
        assertThat(flipped(new FlipNoise(0, Scope.SAMPLE, Draw.REDRAWN, false), visit("p", 1)))
                .containsExactly(1, 0, 0, 1);
        assertThat(flipped(new FlipNoise(1, Scope.GROUP, Draw.REDRAWN, false), visit("p", 1)))
                .containsExactly(0, 1, 1, 0);
    }

    @Test
    void corrupt_twiceAtOne_isTheCleanRewardAndStillKnowsIt() {
        FlipNoise flip = new FlipNoise(1, Scope.GROUP, Draw.REDRAWN, false);
        Group g = visit("p", 1);
        List<Score> once = flip.corrupt(g, CLEAN, Samples.context(7));
        List<Score> twice = flip.corrupt(g, once, Samples.context(8));
        for (int i = 0; i < 4; i++) {
            Score.Scored s = (Score.Scored) twice.get(i);
            assertThat(s.value()).isEqualTo(((Score.Scored) CLEAN.get(i)).value());
            assertThat(s.parts()).containsEntry(Score.TRUE, s.value());
        }
    }

    @ParameterizedTest
    @CsvSource({"GROUP", "SAMPLE"})
    void corrupt_shareOfFlips_isTheProbability(Scope scope) {
        FlipNoise flip = new FlipNoise(.4, scope, Draw.REDRAWN, false);
        int flips = 0;
        int whole = 0;
        int problems = 2000;
        for (int p = 0; p < problems; p++) {
            double[] r = flipped(flip, visit("p" + p, 1));
            int here = (int) (1 - r[0] + r[1] + r[2] + 1 - r[3]);
            flips += here;
            whole += here == 0 || here == 4 ? 1 : 0;
        }
        // Groups: 2000 draws, four standard deviations .044; samples: 8000 draws, .022.
        assertThat(flips / (4.0 * problems)).isBetween(.356, .444);
        if (scope == Scope.GROUP) {
            assertThat(whole).isEqualTo(problems);
        } else {
            assertThat(whole).isLessThan(problems / 2);
        }
    }

    @Test
    void corrupt_redrawn_changesFromVisitToVisit() {
        FlipNoise flip = new FlipNoise(.5, Scope.SAMPLE, Draw.REDRAWN, false);
        assertThat(List.of(1, 2, 3, 4, 5, 6).stream()
                        .map(v -> java.util.Arrays.toString(flipped(flip, visit("p", v))))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void corrupt_fixed_isTheSameAtEveryVisit() {
        FlipNoise flip = new FlipNoise(.5, Scope.GROUP, Draw.FIXED, false);
        int kinds = 0;
        for (int p = 0; p < 20; p++) {
            double[] first = flipped(flip, visit("p" + p, 1));
            assertThat(flipped(flip, visit("p" + p, 2))).isEqualTo(first);
            kinds |= first[0] == 1 ? 1 : 2;
        }
        assertThat(kinds).as("some problems flip and some do not").isEqualTo(3);
    }

    @Test
    void corrupt_exemptUnboxed_neverPaysWithoutAnAnswerInABox() {
        Group g = Samples.group("p", "1", "no box", "\\boxed{}", "\\boxed{1", "\\boxed{2}");
        List<Score> wrong = List.of(Score.of(0), Score.of(0), Score.of(0), Score.of(0));
        List<Score> out = new FlipNoise(1, Scope.GROUP, Draw.REDRAWN, true).corrupt(g, wrong, Samples.context(1));
        // An unclosed box is read as a wrong answer by the released grader, and flips like one.
        assertThat(out.stream().mapToDouble(s -> ((Score.Scored) s).value())).containsExactly(0.0, 0.0, 1.0, 1.0);
    }

    @Test
    void corrupt_ungradable_passesThrough() {
        Score lost = new Score.Ungradable("no gold");
        Group g = Samples.group("p", "1", BOX);
        assertThat(new FlipNoise(1, Scope.GROUP, Draw.REDRAWN, false).corrupt(g, List.of(lost), Samples.context(1)))
                .containsExactly(lost);
    }

    @Test
    void term_flipOfARewardOutsideUnit_isRefused() {
        Reward wide = new RewardPanelTest.Constant(2, new Range(-1, 3));
        assertThatThrownBy(() ->
                        new RewardTerm("wide", 1, wide, List.of(new FlipNoise(.5, Scope.GROUP, Draw.REDRAWN, false))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("flip needs a reward with values in [0, 1]")
                .hasMessageContaining("[-1.0, 3.0]");
    }
}
