package dev.belay.model.cpu;

import dev.belay.model.weights.Matrix;
import java.util.List;

/** Where a backward pass leaves the gradients of weights: all of them, or those of adapters only. */
interface WeightGradients {
    /**
     * Adds tasks that add dyᵀ · x to the gradient of {@code w}. No two of them write the same number.
     *
     * @param dy (rows, out) gradient of what the projection returned
     * @param x (rows, in) what it read
     */
    void addProduct(List<Workers.Task> tasks, Matrix w, long dy, long x, int rows);

    /** Adds numbers to the gradient of the weights from {@code offset} on, which are of a norm or a bias. */
    void add(long offset, float[] values);

    /** Whether the gradients of embedding and output matrix are of use. */
    boolean embeddings();
}
