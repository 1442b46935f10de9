package dev.belay.loop.reward;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reward's verdict on one completion. */
public sealed interface Score {
    /** Key of {@link Scored#parts} under which a corrupted score keeps the clean one. */
    String TRUE = "true";

    /** Key of {@link Scored#parts}: 1 when an answer could be read from the completion, else 0. */
    String PARSED = "parsed";

    /**
     * A number.
     *
     * @param value finite
     * @param parts named numbers behind it, shown in reports, never optimised
     * @param perToken (T) rewards of single tokens beside the outcome, or null; no credit rule reads them yet, so
     *     {@link RewardPanel} refuses a reward that gives them
     * @param note a few words for a person, such as the answer that was read; may be empty
     */
    record Scored(double value, Map<String, Double> parts, float @Nullable [] perToken, String note) implements Score {
        public Scored {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a score must be a finite number, got " + value);
            }
            parts = Map.copyOf(parts);
        }

        /** The same with another value; the clean one stays in the parts, also through several corruptions. */
        public Scored corrupted(double other) {
            Map<String, Double> more = new HashMap<>(parts);
            more.putIfAbsent(TRUE, value);
            return new Scored(other, more, perToken, note);
        }
    }

    /**
     * No verdict was possible.
     *
     * @param reason why, for the report
     */
    record Ungradable(String reason) implements Score {}

    static Score of(double value) {
        return new Scored(value, Map.of(), null, "");
    }

    static Score of(double value, Map<String, Double> parts, String note) {
        return new Scored(value, parts, null, note);
    }
}
