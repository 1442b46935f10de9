package dev.belay.model.checkpoint;

import dev.belay.model.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * How rotary positions are stretched beyond the context a model was first trained on. Source of all three, and of the order
 * of roundings: {@code modeling_rope_utils.py} of transformers.
 */
public sealed interface RopeScaling {
    /** {@code rope_type} in config.json. */
    String type();

    /** How many times as long positions may be. */
    double factor();

    /**
     * The scaled form of inverse frequencies in radians a token; fp32 throughout.
     *
     * @param frequencies unscaled, of the pairs of dimensions in order; overwritten
     * @param theta base of the frequencies
     */
    void scale(float[] frequencies, double theta);

    /** What sines and cosines are multiplied by. */
    default float attentionFactor() {
        return 1;
    }

    /** All positions divided by one number ({@code linear}; Chen et al., arXiv 2306.15595). */
    record Linear(double factor) implements RopeScaling {
        public Linear {
            require(factor >= 1, "factor must be at least 1", factor);
        }

        @Override
        public String type() {
            return "linear";
        }

        @Override
        public void scale(float[] frequencies, double theta) {
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= (float) factor;
            }
        }
    }

    /**
     * As Llama 3.1 and later do ({@code llama3}; Grattafiori et al., "The Llama 3 Herd of Models", arXiv 2407.21783, section
     * 3.2): frequencies that turn less than {@code lowFrequencyFactor} times over the original context are divided by {@code
     * factor}, those that turn more than {@code highFrequencyFactor} times are kept, and those between are mixed.
     *
     * @param factor at least 1
     * @param lowFrequencyFactor turns over the original context, below {@code highFrequencyFactor}
     * @param highFrequencyFactor turns over the original context
     * @param originalMaxPositions the original context in tokens
     */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions)
            implements RopeScaling {
        public Llama3 {
            require(factor >= 1, "factor must be at least 1", factor);
            require(lowFrequencyFactor > 0, "low_freq_factor must be positive", lowFrequencyFactor);
            require(
                    highFrequencyFactor > lowFrequencyFactor,
                    "high_freq_factor must be above low_freq_factor (" + lowFrequencyFactor + ")",
                    highFrequencyFactor);
            require(
                    originalMaxPositions > 0,
                    "original_max_position_embeddings must be positive",
                    originalMaxPositions);
        }

        @Override
        public String type() {
            return "llama3";
        }

        @Override
        public void scale(float[] frequencies, double theta) {
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = scale(frequencies[i]);
            }
        }

        /** One inverse frequency. */
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
    }

    /**
     * Peng et al., "YaRN: Efficient Context Window Extension of Large Language Models" (arXiv 2309.00071), equations 17 to
     * 22: dimensions that turn often over the original context are kept, those that turn seldom are divided by {@code
     * factor}, with a ramp over the dimensions between, and attention is sharpened.
     *
     * @param factor at least 1
     * @param originalMaxPositions the original context in tokens
     * @param betaFast turns over the original context from which on a dimension is kept
     * @param betaSlow turns up to which a dimension is divided
     * @param truncated whether the ends of the ramp are rounded outwards to whole dimensions
     * @param givenAttentionFactor {@code attention_factor}; null takes that of the paper, 0.1 ln(factor) + 1
     */
    record Yarn(
            double factor,
            int originalMaxPositions,
            double betaFast,
            double betaSlow,
            boolean truncated,
            @Nullable Double givenAttentionFactor)
            implements RopeScaling {
        /** Keeps a ramp of no width from dividing by nothing. */
        private static final double LEAST_WIDTH = 0.001;

        public Yarn {
            require(factor >= 1, "factor must be at least 1", factor);
            require(betaSlow > 0, "beta_slow must be positive", betaSlow);
            require(betaFast >= betaSlow, "beta_fast must be at least beta_slow (" + betaSlow + ")", betaFast);
            require(
                    originalMaxPositions > 0,
                    "original_max_position_embeddings must be positive",
                    originalMaxPositions);
            require(
                    givenAttentionFactor == null || givenAttentionFactor > 0,
                    "attention_factor must be positive",
                    givenAttentionFactor == null ? 1 : givenAttentionFactor);
        }

        @Override
        public String type() {
            return "yarn";
        }

        @Override
        public float attentionFactor() {
            return givenAttentionFactor == null
                    ? (float) (0.1 * Math.log(factor) + 1)
                    : givenAttentionFactor.floatValue();
        }

        @Override
        public void scale(float[] frequencies, double theta) {
            int size = 2 * frequencies.length;
            double fast = dimension(betaFast, size, theta);
            double slow = dimension(betaSlow, size, theta);
            double low = Math.max(truncated ? Math.floor(fast) : fast, 0);
            double high = Math.min(truncated ? Math.ceil(slow) : slow, size - 1);
            float width = (float) (high == low ? LEAST_WIDTH : high - low);
            for (int i = 0; i < frequencies.length; i++) {
                float ramp = Math.clamp((i - (float) low) / width, 0f, 1f);
                float kept = 1 - ramp;
                float slowed = 1 / ((float) factor * (1 / frequencies[i]));
                frequencies[i] = slowed * (1 - kept) + frequencies[i] * kept;
            }
        }

        /** The pair of dimensions that turns so many times over the original context. */
        private double dimension(double turns, int size, double theta) {
            return size * Math.log(originalMaxPositions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    private static void require(boolean ok, String rule, Number value) {
        if (!ok) {
            throw new InvalidInputException("model config: rope scaling: " + rule + ", got " + value);
        }
    }
}
