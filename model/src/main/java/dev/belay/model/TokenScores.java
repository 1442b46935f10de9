package dev.belay.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Per-token statistics of a {@link TokenBatch}, indexed {@code [sequence][token]}. */
public final class TokenScores {
    private final Map<Stat, float[][]> values;
    private final boolean rollout;

    /** @param values each {@code [S][T_s]}; the arrays are kept, not copied */
    public TokenScores(Map<Stat, float[][]> values) {
        this(new EnumMap<>(values), false);
    }

    private TokenScores(Map<Stat, float[][]> values, boolean rollout) {
        this.values = values;
        this.rollout = rollout;
    }

    /** The same statistics, said to come from what {@link LanguageModel#rollOut} computed. */
    public TokenScores ofRollout() {
        return new TokenScores(values, true);
    }

    /**
     * Whether they come from what sampling computed and not from a forward pass of their own: then that they agree with the
     * sampler's says nothing. {@link LanguageModel#score} always computes anew.
     */
    public boolean fromRollout() {
        return rollout;
    }

    public Set<Stat> stats() {
        return Set.copyOf(values.keySet());
    }

    /** @throws IllegalArgumentException when the statistic was not asked for */
    public float[][] get(Stat stat) {
        float[][] v = values.get(stat);
        if (v == null) {
            throw new IllegalArgumentException(stat + " was not computed; computed: " + values.keySet());
        }
        return v;
    }

    public float[][] logProbs() {
        return get(Stat.LOGPROB);
    }
}
