package example;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.RewardContext;
import dev.belay.loop.reward.Score;
import dev.belay.loop.rollout.Group;
import dev.belay.model.InvalidInputException;
import java.util.List;

/** 1 for saying nothing, falling to 0 at so many words: useful beside a reward for being right, ruinous alone. */
public record BrevityReward(
        @Doc("words at which nothing is paid any more") @Default("40")
        int words) implements Reward {
    public BrevityReward {
        if (words < 1) {
            throw new InvalidInputException("brevity: words must be at least 1, got " + words);
        }
    }

    @Override
    public List<Score> score(Group g, RewardContext c) {
        return g.members().stream()
                .map(m -> Score.of(Math.max(0, 1 - (double) wordsIn(m.text()) / words)))
                .toList();
    }

    private static int wordsIn(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }
}
