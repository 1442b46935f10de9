package dev.belay.model.checkpoint;

import dev.belay.model.InvalidInputException;

/**
 * How Llama 3.1 and later stretch rotary positions beyond the context they were first trained on ({@code rope_type}
 * {@code llama3}; Grattafiori et al., "The Llama 3 Herd of Models", arXiv 2407.21783, section 3.2, in the form of
 * transformers' {@code modeling_rope_utils.py}): frequencies that turn less than {@code lowFrequencyFactor} times over the
 * original context are divided by {@code factor}, those that turn more than {@code highFrequencyFactor} times are kept,
 * and those between are mixed.
 *
 * @param factor at least 1
 * @param lowFrequencyFactor turns over the original context, below {@code highFrequencyFactor}
 * @param highFrequencyFactor turns over the original context
 * @param originalMaxPositions the original context in tokens
 */
public record RopeScaling(
        double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions) {
    public RopeScaling {
        require(factor >= 1, "factor must be at least 1", factor);
        require(lowFrequencyFactor > 0, "low_freq_factor must be positive", lowFrequencyFactor);
        require(
                highFrequencyFactor > lowFrequencyFactor,
                "high_freq_factor must be above low_freq_factor (" + lowFrequencyFactor + ")",
                highFrequencyFactor);
        require(originalMaxPositions > 0, "original_max_position_embeddings must be positive", originalMaxPositions);
    }

    /** The scaled form of an inverse frequency in radians a token; fp32 throughout, as transformers computes it. */
    public float scale(float inverseFrequency) {
        float wavelength = 2 * (float) Math.PI / inverseFrequency;
        if (wavelength < (float) (originalMaxPositions / highFrequencyFactor)) {
            return inverseFrequency;
        }
        float slow = inverseFrequency / (float) factor;
        if (wavelength > (float) (originalMaxPositions / lowFrequencyFactor)) {
            return slow;
        }
        float turns = originalMaxPositions / wavelength;
        float share = (turns - (float) lowFrequencyFactor) / (float) (highFrequencyFactor - lowFrequencyFactor);
        return (1 - share) * slow + share * inverseFrequency;
    }

    private static void require(boolean ok, String rule, Number value) {
        if (!ok) {
            throw new InvalidInputException("model config: rope scaling: " + rule + ", got " + value);
        }
    }
}
