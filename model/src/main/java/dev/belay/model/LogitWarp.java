package dev.belay.model;

/**
 * What is done to the logits before the softmax, in this order: divide by the temperature, keep the {@code topK} largest,
 * keep the smallest set whose mass reaches {@code topP}, drop tokens less probable than {@code minP} times the most
 * probable one; the rest is renormalised. Sampling, scoring and training apply the same warp, so log-probabilities are
 * those of the distribution that was really sampled from.
 *
 * <p>A token that is scored or trained on counts as kept whatever the truncation would say now: it was kept when it was
 * sampled, and rounding or an update since must not turn its log-probability into minus infinity.
 *
 * @param temperature above 0; 0 means greedy and is allowed for sampling only
 * @param topK 0 keeps all
 * @param topP in (0, 1]; 1 keeps all
 * @param minP in [0, 1); 0 keeps all
 */
public record LogitWarp(double temperature, int topK, double topP, double minP) {
    public static final LogitWarp NONE = new LogitWarp(1, 0, 1, 0);
    public static final LogitWarp GREEDY = new LogitWarp(0, 0, 1, 0);

    public LogitWarp {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new InvalidInputException("temperature must be 0 (greedy) or a positive number, got " + temperature);
        }
        if (topK < 0) {
            throw new InvalidInputException("topK must be 0 (keep all) or positive, got " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new InvalidInputException("topP must be in (0, 1], got " + topP);
        }
        if (!(minP >= 0 && minP < 1)) {
            throw new InvalidInputException("minP must be in [0, 1), got " + minP);
        }
    }

    public static LogitWarp temperature(double temperature) {
        return new LogitWarp(temperature, 0, 1, 0);
    }

    public boolean greedy() {
        return temperature == 0;
    }

    /** Whether some tokens may be left without probability. */
    public boolean truncates() {
        return topK > 0 || topP < 1 || minP > 0;
    }
}
