package dev.belay.model.cpu;

import dev.belay.model.weights.Matrix;

/** Products with a weight matrix of the model and with its transpose, in fp32. */
final class Gemm implements AutoCloseable {
    private final PackedWeights packed;

    Gemm(Parameters parameters, Workers workers) {
        packed = new PackedWeights(parameters, workers);
    }

    /** From now on products see the weights and what adapters add to them. */
    void adapt(Adapters adapters) {
        packed.adapt(adapters);
    }

    /** To be called before a forward pass. */
    void prepareForward() {
        packed.refreshForward();
    }

    /** To be called before a backward pass. */
    void prepareBackward() {
        packed.refreshBackward();
    }

    /** y (rows, out) = x (rows, in) · Wᵀ, added to what y holds if {@code add}. */
    void forward(long x, int ldx, int rows, Matrix w, boolean add, long y, int ldy) {
        packed.forward(w).multiply(x, ldx, rows, add, y, ldy);
    }

    /** The columns of {@link #forward} in one tile, for few rows. */
    void forwardTile(int tile, long x, int ldx, int rows, Matrix w, boolean add, long y, int ldy) {
        packed.forward(w).multiply(tile, x, ldx, rows, add, y, ldy);
    }

    /** Tiles of {@link #forwardTile}. */
    int tiles(Matrix w) {
        return packed.forward(w).tiles();
    }

    /** dx (rows, in) = dy (rows, out) · W, added to what dx holds if {@code add}. */
    void backwardInput(long dy, int ldy, int rows, Matrix w, boolean add, long dx, int ldx) {
        packed.backward(w).multiply(dy, ldy, rows, add, dx, ldx);
    }

    /** Native memory of the packed copies of the weights. */
    long bytes() {
        return packed.bytes();
    }

    @Override
    public void close() {
        packed.close();
    }
}
