package dev.belay.loop.credit;

import dev.belay.loop.reward.ScoredGroup;
import dev.belay.model.Stat;
import dev.belay.model.TokenScores;
import java.util.List;
import java.util.Set;

/** Spreads rewards over tokens. Implementations are records of their options and pure. */
public interface Credit {
    /**
     * Called once for a step with the groups to be trained on.
     *
     * @param batch groups without ungradable members; S = sum of their sizes
     * @param old statistics of every token under the policy that sampled, for {@link #needs}
     * @param out (S, T) all zero on entry; to be filled, also where a token is not trainable (such weights are ignored)
     */
    void advantages(List<ScoredGroup> batch, TokenScores old, float[][] out);

    /** Statistics it reads; empty for most. */
    default Set<Stat> needs() {
        return Set.of();
    }

    /** Members a group must have for this rule to make sense. */
    default int smallestGroup() {
        return 1;
    }
}
