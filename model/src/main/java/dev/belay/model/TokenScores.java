package dev.belay.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Per-token statistics of a {@link TokenBatch}, indexed {@code [sequence][token]}. */
public final class TokenScores {
    private final Map<Stat, float[][]> values;

    /** @param values each {@code [S][T_s]}; the arrays are kept, not copied */
    public TokenScores(Map<Stat, float[][]> values) {
        this.values = new EnumMap<>(values);
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
