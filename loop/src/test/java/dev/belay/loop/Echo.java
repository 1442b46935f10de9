package dev.belay.loop;

import dev.belay.loop.credit.Credit;
import dev.belay.loop.credit.GroupNormCredit;
import dev.belay.loop.credit.Spread;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.data.Reference;
import dev.belay.loop.objective.Aggregation;
import dev.belay.loop.objective.ClipObjective;
import dev.belay.loop.reward.Need;
import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.RewardContext;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.RewardTerm;
import dev.belay.loop.reward.Score;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.PlainRollout;
import dev.belay.loop.schedule.RunState;
import dev.belay.loop.update.OptimizerOptions;
import dev.belay.model.RandomKey;
import dev.belay.testkit.CharTokenizer;
import dev.belay.testkit.TableModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A task a bigram table can learn: say the digit again that ends the prompt. */
final class Echo {
    static final CharTokenizer TOKENIZER = new CharTokenizer("0123456789?");

    private Echo() {}

    /** Pays 1 when the completion's first character is the answer. */
    record FirstCharacter() implements Reward {
        @Override
        public Set<Need> needs() {
            return Set.of(Need.REFERENCE);
        }

        @Override
        public List<Score> score(Group g, RewardContext c) {
            String gold = ((Reference.Answers) g.problem().reference()).anyOf().getFirst();
            return g.members().stream()
                    .map(m -> Score.of(m.text().startsWith(gold) ? 1 : 0, Map.of(Score.PARSED, 1.0), ""))
                    .toList();
        }
    }

    /** Ten problems in a circle. */
    record Digits() implements ProblemSource {
        @Override
        public List<Problem> next(int n, RunState s) {
            return IntStream.range(0, n)
                    .mapToObj(i -> digit((s.drawn() + i) % 10))
                    .toList();
        }

        @Override
        public List<Problem> first(int limit) {
            return IntStream.range(0, Math.min(limit, 10))
                    .mapToObj(Digits::digit)
                    .toList();
        }

        @Override
        public List<Problem> identity() {
            return first(10);
        }

        private static Problem digit(long d) {
            return Problem.of("digit-" + d, "?" + d, Long.toString(d));
        }
    }

    static TableModel model() {
        return TableModel.bigram(TOKENIZER, Set.of(CharTokenizer.EOS)).randomized(RandomKey.of(5), 0.3);
    }

    static RewardPanel rewards(Reward... rewards) {
        List<RewardTerm> terms = IntStream.range(0, rewards.length)
                .mapToObj(i -> new RewardTerm("r" + i, 1, rewards[i]))
                .toList();
        return new RewardPanel(terms, new FirstCharacter(), 0.05);
    }

    static Stages stages(OptimizerOptions optimizer) {
        return stages(new GroupNormCredit(Spread.UNBIASED, 1e-4), optimizer);
    }

    static Stages stages(Credit credit, OptimizerOptions optimizer) {
        return Stages.of(
                new Digits(),
                PlainRollout.of(10, 8, 1, 3),
                rewards(new FirstCharacter()),
                credit,
                ClipObjective.of(0.2, 0.2, Aggregation.TOKEN_MEAN),
                optimizer);
    }
}
