package dev.belay.model.cpu;

/** The fp32 numbers that an optimizer moves, one after the other, and their gradient. Addresses are by offset. */
interface TrainedVector {
    long count();

    /** The address of a number; after writing there, call {@link #changed}. */
    long value(long offset);

    /** The address of a number's gradient. */
    long gradient(long offset);

    /** Makes room for the gradient, all zeros, which a model that only samples and scores does without. */
    void prepareGradients();

    default void zeroGradients() {
        FloatMemory.zero(gradient(0), count());
    }

    /** Rounds values to what products will see of them. */
    void round(float[] values);

    /** Says that values were written. */
    void changed();

    /** Native memory of the gradient; 0 before training. */
    long gradientBytes();

    /** @param address of the first number: {@code value(0)} or {@code gradient(0)} */
    default float[] copyOf(long address) {
        if (count() > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("too many numbers for one array: " + count());
        }
        float[] copy = new float[(int) count()];
        FloatMemory.load(address, copy, copy.length);
        return copy;
    }
}
