package dev.belay.model.weights;

/**
 * A projection's weights inside the flat parameter vector.
 *
 * @param offset of the first number
 * @param out rows
 * @param in columns
 */
public record Matrix(long offset, int out, int in) {
    /** {@code count} rows from {@code first} on. */
    public Matrix rows(int first, int count) {
        return new Matrix(offset + (long) first * in, count, in);
    }

    /** Numbers in it. */
    public long elements() {
        return (long) out * in;
    }
}
