package dev.belay.loop.credit;

import dev.belay.model.Stat;
import java.util.Set;

/** Spreads rewards over tokens. Implementations are records of their options and pure. */
public interface Credit {
    /**
     * Called once for a step with the groups to be trained on.
     *
     * @param out (S, T) all zero on entry; to be filled, also where a token is not trainable (such weights are ignored)
     */
    void advantages(CreditInput input, float[][] out);

    /** Statistics it reads; empty for most. */
    default Set<Stat> needs() {
        return Set.of();
    }

    /** Members a group must have for this rule to make sense. */
    default int smallestGroup() {
        return 1;
    }
}
