package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.RopeScaling;

/**
 * Rotary position embedding (Su et al., "RoFormer", arXiv 2104.09864) in the half-split form of Hugging Face: dimension i
 * turns with dimension i + half.
 */
final class Rope {
    private final int half;
    private final int heads;
    private final int headSize;
    private final float[] inverseFrequency;
    private float[][] cosines = new float[0][];
    private float[][] sines = new float[0][];

    Rope(ModelConfig config) {
        headSize = config.headSize();
        half = headSize / 2;
        heads = config.heads() + config.keyValueHeads();
        inverseFrequency = new float[half];
        RopeScaling scaling = config.ropeScaling();
        for (int i = 0; i < half; i++) {
            float frequency = 1 / (float) Math.pow(config.ropeTheta(), 2.0 * i / headSize);
            inverseFrequency[i] = scaling == null ? frequency : scaling.scale(frequency);
        }
    }

    /** Makes the tables for positions 0 … length-1; to be called before the threads start. */
    void prepare(int length) {
        int have = cosines.length;
        if (length <= have) {
            return;
        }
        int size = Math.max(length, 2 * have);
        cosines = java.util.Arrays.copyOf(cosines, size);
        sines = java.util.Arrays.copyOf(sines, size);
        for (int p = have; p < size; p++) {
            cosines[p] = new float[half];
            sines[p] = new float[half];
            for (int i = 0; i < half; i++) {
                float angle = p * inverseFrequency[i];
                cosines[p][i] = (float) Math.cos(angle);
                sines[p][i] = (float) Math.sin(angle);
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
