package dev.belay.model.cpu;

/** The gradient of a norm's weights in one part a chunk of rows, added up in chunk order. */
final class NormGradient {
    private final long offset;
    private final float[][] parts;

    /** @param size of the weights, from {@code offset} on */
    NormGradient(long offset, int size, int chunks) {
        this.offset = offset;
        parts = new float[chunks][size];
    }

    float[] part(int chunk) {
        return parts[chunk];
    }

    /** Adds all parts to the gradient of the weights. */
    void addTo(WeightGradients gradients) {
        float[] sum = new float[parts[0].length];
        for (float[] part : parts) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += part[j];
            }
        }
        gradients.add(offset, sum);
    }
}
