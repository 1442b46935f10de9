package dev.belay.loop.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.Samples;
import dev.belay.loop.data.Reference;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardPanelTest {
    private static final RunState START = RunState.start(1, 1);

    record Constant(double value, Range range) implements Reward {
        @Override
        public List<Score> score(Group g, RewardContext c) {
            return g.members().stream().map(m -> Score.of(value)).toList();
        }
    }

    /** Breaks on one text. */
    record Fragile() implements Reward {
        @Override
        public List<Score> score(Group g, RewardContext c) {
            return g.members().stream()
                    .map(m -> {
                        if (m.text().equals("bad")) {
                            throw new IllegalStateException("cannot read it");
                        }
                        return Score.of(1);
                    })
                    .toList();
        }
    }

    /** Remembers what it was shown. */
    record Curious(List<Reference> shown) implements Reward {
        @Override
        public List<Score> score(Group g, RewardContext c) {
            shown.add(g.problem().reference());
            return g.members().stream().map(m -> Score.of(0)).toList();
        }
    }

    private static RewardPanel panel(double maxUngradable, RewardTerm... terms) {
        return new RewardPanel(List.of(terms), AnswerReward.exact(), maxUngradable);
    }

    private static List<Group> groups(String... texts) {
        return List.of(Samples.group("p", "1", texts));
    }

    @Test
    void score_sumsWeightedRewards_andMeasuresThoseWithWeightZero() {
        RewardPanel panel = panel(
                0,
                new RewardTerm("answer", 2, AnswerReward.exact()),
                new RewardTerm("half", .5, new Constant(1, Range.UNIT)),
                new RewardTerm("format", 0, new BoxedFormatReward()));
        List<ScoredMember> members = panel.score(groups("\\boxed{1}", "\\boxed{2}"), START)
                .getFirst()
                .members();
        assertThat(members).extracting(ScoredMember::seenValue).containsExactly(2.5, .5);
        assertThat(members).extracting(ScoredMember::trueValue).containsExactly(1.0, 0.0);
        assertThat(members.get(1).scores()).containsOnlyKeys("answer", "half", "format");
        assertThat(members.get(1).scores()).containsEntry("format", Score.of(1));
    }

    @Test
    void score_crash_isUngradableAndNeverZero() {
        RewardPanel panel = panel(.5, new RewardTerm("fragile", 1, new Fragile()));
        ScoredGroup g = panel.score(groups("good", "bad", "good"), START).getFirst();
        assertThat(g.members()).extracting(ScoredMember::graded).containsExactly(true, false, true);
        assertThat(g.members().get(1).seen())
                .isInstanceOfSatisfying(
                        Score.Ungradable.class,
                        u -> assertThat(u.reason()).contains("fragile").contains("cannot read it"));
        assertThat(g.gradedOnly().rewards()).containsExactly(1, 1);
    }

    @Test
    void score_crashOfAMeasuredReward_doesNotCostTheSample() {
        RewardPanel panel = panel(
                0, new RewardTerm("fragile", 0, new Fragile()), new RewardTerm("answer", 1, AnswerReward.exact()));
        ScoredGroup g = panel.score(groups("bad", "\\boxed{1}"), START).getFirst();
        assertThat(g.members()).allMatch(ScoredMember::graded);
        assertThat(g.members().getFirst().scores().get("fragile")).isInstanceOf(Score.Ungradable.class);
    }

    @Test
    void score_aboveTheAllowedShare_stopsAndNamesSamples() {
        RewardPanel panel = panel(.05, new RewardTerm("fragile", 1, new Fragile()));
        assertThatThrownBy(() -> panel.score(groups("good", "bad"), START))
                .isInstanceOf(TooManyUngradable.class)
                .hasMessageContaining("1 of 2 samples in step 1")
                .hasMessageContaining("sample 1 of problem p")
                .hasMessageContaining("cannot read it");
    }

    @Test
    void score_rewardWithoutNeedOfTheReference_doesNotSeeIt() {
        List<Reference> shown = new ArrayList<>();
        panel(0, new RewardTerm("curious", 1, new Curious(shown))).score(groups("x"), START);
        assertThat(shown).containsExactly(Reference.HIDDEN);
    }

    @Test
    void score_valueOutsideItsRange_isADefect() {
        RewardPanel panel = panel(0, new RewardTerm("liar", 1, new Constant(3, Range.UNIT)));
        assertThatThrownBy(() -> panel.score(groups("x"), START))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside its range");
    }

    @Test
    void panel_withoutWeight_isRefused() {
        assertThatThrownBy(() -> panel(0, new RewardTerm("format", 0, new BoxedFormatReward())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("weight other than 0");
    }

    @Test
    void panel_withANameTwice_isRefused() {
        RewardTerm term = new RewardTerm("format", 1, new BoxedFormatReward());
        assertThatThrownBy(() -> panel(0, term, term))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("format is used twice");
    }

    /** Pays the tokens one by one. */
    record Stepwise() implements Reward {
        @Override
        public List<Score> score(Group g, RewardContext c) {
            return g.members().stream()
                    .<Score>map(m -> new Score.Scored(1, java.util.Map.of(), new float[m.tokens().length], ""))
                    .toList();
        }
    }

    @Test
    void score_rewardOfSingleTokens_isRefusedBecauseNoCreditReadsIt() {
        RewardPanel panel = panel(0, new RewardTerm("stepwise", 1, new Stepwise()));
        assertThatThrownBy(() -> panel.score(groups("a"), START))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reward stepwise pays single tokens");
    }
}
