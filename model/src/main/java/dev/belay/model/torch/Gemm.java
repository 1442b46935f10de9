package dev.belay.model.torch;

/** Products with a weight matrix of the model and with its transpose, in the model's compute type. */
interface Gemm {
    /**
     * A projection's weights inside the flat parameter vector.
     *
     * @param offset of the first number
     * @param out rows
     * @param in columns
     */
    record Matrix(long offset, int out, int in) {
        /** {@code count} rows from {@code first} on. */
        Matrix rows(int first, int count) {
            return new Matrix(offset + (long) first * in, count, in);
        }
    }

    /** y (rows, out) = x (rows, in) · Wᵀ + beta·y. */
    void forward(long x, int ldx, int rows, Matrix w, float beta, long y, int ldy);

    /** dx (rows, in) = dy (rows, out) · W + beta·dx. */
    void backwardInput(long dy, int ldy, int rows, Matrix w, float beta, long dx, int ldx);

    /** dW (out, in) += dyᵀ · x, into the gradient of {@code w}. */
    void backwardWeight(long dy, int ldy, long x, int ldx, int rows, Matrix w);
}
