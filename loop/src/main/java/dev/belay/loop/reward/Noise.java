package dev.belay.loop.reward;

import dev.belay.loop.rollout.Group;
import java.util.List;

/** Corrupts a reward's scores. Ungradable scores pass through; clean values stay in the parts under {@link Score#TRUE}. */
public interface Noise {
    /**
     * @param clean one score for each member
     * @return one score for each member, in order
     */
    List<Score> corrupt(Group g, List<Score> clean, RewardContext c);

    /** The range of the corrupted reward. */
    Range range(Range clean);
}
