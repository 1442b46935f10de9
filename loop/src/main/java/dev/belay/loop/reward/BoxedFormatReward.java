package dev.belay.loop.reward;

import dev.belay.loop.rollout.Group;
import java.util.List;

/**
 * 1 when the completion's last box is closed and not empty, whatever stands in it: the format-only control of Shao et
 * al., "Spurious rewards: rethinking training signals in RLVR", arXiv 2506.10947.
 */
public record BoxedFormatReward() implements Reward {
    @Override
    public List<Score> score(Group g, RewardContext c) {
        return g.members().stream()
                .map(m -> Score.of(Box.lastOf(m.text()).filled() ? 1 : 0))
                .toList();
    }
}
