package dev.belay.model.cpu;

import dev.belay.model.weights.Matrix;
import java.util.List;

/** The gradients of all weights. */
record DenseGradients(Parameters parameters) implements WeightGradients {
    private static final int TILE_ROWS = 128;
    private static final int TILE_COLUMNS = 256;

    /** Fewer tiles than this leave threads without work while one ends the last, so they are cut by columns too. */
    private static final int MANY_TILES = 8;

    /** Splits a matrix into tiles, so that no two tasks share a number. */
    @Override
    public void addProduct(List<Workers.Task> tasks, Matrix w, long dy, long x, int rows) {
        int width = w.out() < MANY_TILES * TILE_ROWS ? TILE_COLUMNS : w.in();
        for (int row = 0; row < w.out(); row += TILE_ROWS) {
            for (int column = 0; column < w.in(); column += width) {
                addTile(tasks, w, row, column, Math.min(width, w.in() - column), dy, x, rows);
            }
        }
    }

    private void addTile(
            List<Workers.Task> tasks, Matrix w, int row, int column, int columns, long dy, long x, int rows) {
        int out = Math.min(TILE_ROWS, w.out() - row);
        long a = dy + (long) row * Float.BYTES;
        long b = x + (long) column * Float.BYTES;
        long to = parameters.gradient(w.offset() + (long) row * w.in() + column);
        tasks.add((i, worker) -> Blas.transposedMultiply(out, columns, rows, 1, a, w.out(), b, w.in(), 1, to, w.in()));
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
