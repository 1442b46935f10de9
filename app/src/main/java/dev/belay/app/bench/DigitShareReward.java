package dev.belay.app.bench;

import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.RewardContext;
import dev.belay.loop.reward.Score;
import dev.belay.loop.rollout.Group;
import java.util.List;

/** The share of a completion's characters that are digits; 0 for an empty one. */
record DigitShareReward() implements Reward {
    @Override
    public List<Score> score(Group g, RewardContext c) {
        return g.members().stream().map(m -> Score.of(share(m.text()))).toList();
    }

    static double share(String text) {
        long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
        return digits / (double) Math.max(1, text.length());
    }
}
