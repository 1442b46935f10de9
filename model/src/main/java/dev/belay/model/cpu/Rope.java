package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;

/**
 * Rotary position embedding (Su et al., "RoFormer", arXiv 2104.09864) in the half-split form of Hugging Face: dimension i
 * turns with dimension i + half.
 */
final class Rope {
    private final int half;
    private final int heads;
    private final int headSize;
    private final float[] inverseFrequency;

    /** What a turned pair is multiplied by. */
    private final float length;

    private float[][] cosines = new float[0][];
    private float[][] sines = new float[0][];

    Rope(ModelConfig config) {
        headSize = config.headSize();
        half = headSize / 2;
        heads = config.heads() + config.keyValueHeads();
        inverseFrequency = config.rotaryFrequencies();
        length = config.rotaryLength();
    }

    /** Makes the tables for positions 0 … {@code positions} - 1; to be called before the threads start. */
    void prepare(int positions) {
        int have = cosines.length;
        if (positions <= have) {
            return;
        }
        int size = Math.max(positions, 2 * have);
        cosines = java.util.Arrays.copyOf(cosines, size);
        sines = java.util.Arrays.copyOf(sines, size);
        for (int p = have; p < size; p++) {
            cosines[p] = new float[half];
            sines[p] = new float[half];
            for (int i = 0; i < half; i++) {
                float angle = p * inverseFrequency[i];
                cosines[p][i] = length * (float) Math.cos(angle);
                sines[p][i] = length * (float) Math.sin(angle);
            }
        }
    }

    /** Turns all query and key heads at the front of a row of queries, keys and values. */
    void rotate(float[] row, int position) {
        turn(row, cosines[position], sines[position], 1);
    }

    /** The gradient of {@link #rotate}: the turn back. */
    void rotateBack(float[] row, int position) {
        turn(row, cosines[position], sines[position], -1);
    }

    private void turn(float[] row, float[] cos, float[] sin, float direction) {
        for (int h = 0; h < heads; h++) {
            int first = h * headSize;
            int second = first + half;
            for (int i = 0; i < half; i++) {
                float a = row[first + i];
                float b = row[second + i];
                float s = sin[i] * direction;
                row[first + i] = a * cos[i] - b * s;
                row[second + i] = b * cos[i] + a * s;
            }
        }
    }
}
