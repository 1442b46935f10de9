package dev.belay.loop.reward;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Group;
import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import java.util.List;
import java.util.stream.IntStream;

/**
 * 1 with a fixed probability for each completion, whatever it says, drawn anew at every visit: the random control of
 * Shao et al., "Spurious rewards", arXiv 2506.10947.
 */
public record RandomReward(
        @Doc("probability of a 1, gamma in the paper") @Default("0.5")
        double probability) implements Reward {
    public RandomReward {
        if (!(probability >= 0 && probability <= 1)) {
            throw new InvalidInputException("random: probability must be in [0, 1], got " + probability);
        }
    }

    @Override
    public List<Score> score(Group g, RewardContext c) {
        RandomKey draws = c.visit(g);
        return IntStream.range(0, g.size())
                .mapToObj(i -> Score.of(draws.uniform(i) < probability ? 1 : 0))
                .toList();
    }
}
