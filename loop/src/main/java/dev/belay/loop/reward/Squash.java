package dev.belay.loop.reward;

/** What becomes of a classifier's logits. */
public enum Squash {
    /** The logit itself. */
    NONE,
    /** Of one label by itself. */
    SIGMOID,
    /** Of one label among all. */
    SOFTMAX;

    /** The score of a label; in [0, 1] unless this is {@link #NONE}, no number where a logit is none. */
    double of(float[] logits, int label) {
        return switch (this) {
            case NONE -> logits[label];
            case SIGMOID -> 1 / (1 + Math.exp(-logits[label]));
            case SOFTMAX -> softmax(logits, label);
        };
    }

    /** exp(z_label) / sum of exp(z), the largest taken out. */
    private static double softmax(float[] logits, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float z : logits) {
            largest = Math.max(largest, z);
        }
        double sum = 0;
        for (float z : logits) {
            sum += Math.exp(z - largest);
        }
        return Math.exp(logits[label] - largest) / sum;
    }
}
