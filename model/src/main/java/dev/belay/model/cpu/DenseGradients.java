package dev.belay.model.cpu;

import dev.belay.model.weights.Matrix;
import java.util.List;

/**
 * The gradients of all weights.
 *
 * @param threads that share the work
 */
record DenseGradients(Parameters parameters, int threads) implements WeightGradients {
    /** Fewer rows or columns than this are not worth a task of their own. */
    private static final int SMALLEST_PART = 64;

    /**
     * Cuts a matrix along its longer side into a part for each thread, so that no two tasks share a number. Every part packs
     * all of the other side's operand again, so there are no more parts than that.
     */
    @Override
    public void addProduct(List<Workers.Task> tasks, Matrix w, long dy, long x, int rows) {
        int longer = Math.max(w.out(), w.in());
        int parts = Math.clamp(longer / SMALLEST_PART, 1, threads);
        for (int i = 0; i < parts; i++) {
            int from = i * longer / parts;
            int count = (i + 1) * longer / parts - from;
            if (w.out() == longer) {
                addPart(tasks, w, from, count, 0, w.in(), dy, x, rows);
            } else {
                addPart(tasks, w, 0, w.out(), from, count, dy, x, rows);
            }
        }
    }

    private void addPart(
            List<Workers.Task> tasks, Matrix w, int row, int out, int column, int in, long dy, long x, int rows) {
        long a = dy + (long) row * Float.BYTES;
        long b = x + (long) column * Float.BYTES;
        long to = parameters.gradient(w.offset() + (long) row * w.in() + column);
        tasks.add((i, worker) -> Blas.transposedMultiply(out, in, rows, 1, a, w.out(), b, w.in(), 1, to, w.in()));
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
