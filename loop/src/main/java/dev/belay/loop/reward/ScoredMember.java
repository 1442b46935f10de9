package dev.belay.loop.reward;

import dev.belay.loop.rollout.Completion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A completion with everything that was said about it.
 *
 * @param scores what each reward of the recipe said, by its name, in recipe order
 * @param truth what the uncorrupted correctness check said
 * @param seen the weighted sum that is optimised; ungradable when any reward with a weight was
 */
public record ScoredMember(Completion completion, Map<String, Score> scores, Score truth, Score seen) {
    public ScoredMember {
        scores = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    public boolean graded() {
        return seen instanceof Score.Scored;
    }

    /** The seen reward; NaN when ungradable. */
    public double seenValue() {
        return seen instanceof Score.Scored s ? s.value() : Double.NaN;
    }

    /** The true reward; NaN when unknown. */
    public double trueValue() {
        return truth instanceof Score.Scored s ? s.value() : Double.NaN;
    }
}
