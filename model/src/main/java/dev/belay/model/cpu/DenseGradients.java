package dev.belay.model.cpu;

import java.util.List;

/** The gradients of all weights. */
record DenseGradients(Parameters parameters) implements WeightGradients {
    private static final int TILE_ROWS = 128;

    /** Splits a matrix by rows, so that no two tasks share a number. */
    @Override
    public void addProduct(List<Workers.Task> tasks, Gemm.Matrix w, long dy, long x, int rows) {
        for (int first = 0; first < w.out(); first += TILE_ROWS) {
            Gemm.Matrix tile = w.rows(first, Math.min(TILE_ROWS, w.out() - first));
            long columns = dy + (long) first * Float.BYTES;
            long to = parameters.gradient(tile.offset());
            tasks.add((i, worker) -> Blas.transposedMultiply(
                    tile.out(), tile.in(), rows, 1, columns, w.out(), x, w.in(), 1, to, w.in()));
        }
    }

    @Override
    public void add(long offset, float[] values) {
        parameters.addGradient(offset, values);
    }

    @Override
    public boolean embeddings() {
        return true;
    }
}
