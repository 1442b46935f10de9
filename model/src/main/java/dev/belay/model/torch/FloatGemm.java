package dev.belay.model.torch;

/** {@link Gemm} in fp32. */
record FloatGemm(long weights, long gradients) implements Gemm {
    @Override
    public void forward(long x, int ldx, int rows, Matrix w, float beta, long y, int ldy) {
        Blas.multiplyTransposed(rows, w.out(), w.in(), 1, x, ldx, at(weights, w), w.in(), beta, y, ldy);
    }

    @Override
    public void backwardInput(long dy, int ldy, int rows, Matrix w, float beta, long dx, int ldx) {
        Blas.multiply(rows, w.in(), w.out(), 1, dy, ldy, at(weights, w), w.in(), beta, dx, ldx);
    }

    @Override
    public void backwardWeight(long dy, int ldy, long x, int ldx, int rows, Matrix w) {
        Blas.transposedMultiply(w.out(), w.in(), rows, 1, dy, ldy, x, ldx, 1, at(gradients, w), w.in());
    }

    private static long at(long base, Matrix w) {
        return base + w.offset() * Float.BYTES;
    }
}
