package dev.belay.model.cpu;

import dev.belay.model.OptimizerPlan;
import dev.belay.model.UpdateStats;
import dev.belay.model.weights.AdamWStep;
import java.util.Arrays;

/**
 * AdamW on a flat vector of numbers (Loshchilov, Hutter, arXiv 1711.05101, algorithm 2, decoupled decay scaled by the
 * learning rate as in PyTorch), clipping by the global norm folded into the same pass.
 */
final class AdamW implements AutoCloseable {
    private static final int CHUNK = 1 << 12;

    private final TrainedVector trained;
    private final Workers workers;
    private final FloatMemory first;
    private final FloatMemory second;
    private final Block[] blocks;
    private long steps;

    AdamW(TrainedVector trained, Workers workers) {
        this.trained = trained;
        this.workers = workers;
        first = new FloatMemory(trained.count());
        second = new FloatMemory(trained.count());
        blocks = new Block[workers.threads()];
        Arrays.setAll(blocks, i -> new Block());
    }

    /** Some numbers on their way through an update, on the heap: one a thread, small enough for its cache. */
    private static final class Block {
        final float[] weights = new float[CHUNK];
        final float[] gradients = new float[CHUNK];
        final float[] first = new float[CHUNK];
        final float[] second = new float[CHUNK];
        final float[] before = new float[CHUNK];
    }

    /**
     * One step; the gradient is cleared.
     *
     * @throws IllegalStateException when the gradient's norm is not finite; weights and moments are then as before
     */
    UpdateStats step(OptimizerPlan plan) {
        int chunks = (int) Math.ceilDiv(trained.count(), (long) CHUNK);
        double norm = gradientNorm(chunks);
        AdamWStep step;
        try {
            step = AdamWStep.of(plan, norm, steps + 1);
        } catch (IllegalStateException e) {
            trained.zeroGradients();
            throw e;
        }
        steps++;
        long[] changed = new long[chunks];
        workers.run(chunks, (i, worker) -> {
            long at = (long) i * CHUNK;
            changed[i] = update(step, blocks[worker], at, (int) Math.min(CHUNK, trained.count() - at));
        });
        trained.changed();
        long total = 0;
        for (long c : changed) {
            total += c;
        }
        return new UpdateStats(norm, (double) total / trained.count(), steps);
    }

    long steps() {
        return steps;
    }

    void setSteps(long taken) {
        steps = taken;
    }

    long firstMoments() {
        return first.address();
    }

    long secondMoments() {
        return second.address();
    }

    private double gradientNorm(int chunks) {
        double[] squares = new double[chunks];
        workers.run(chunks, (i, worker) -> {
            long at = (long) i * CHUNK;
            int n = (int) Math.min(CHUNK, trained.count() - at);
            float[] g = blocks[worker].gradients;
            FloatMemory.load(trained.gradient(at), g, n);
            for (int j = 0; j < n; j++) {
                g[j] *= g[j];
            }
            squares[i] = Exp.sum(g, 0, n);
        });
        double sum = 0;
        for (double s : squares) {
            sum += s;
        }
        return Math.sqrt(sum);
    }

    /** Moves some numbers. */
    private static void apply(AdamWStep s, float[] w, float[] g, float[] m, float[] v, int n) {
        float clip = s.clip();
        float beta1 = s.beta1();
        float beta2 = s.beta2();
        float rate = s.rate();
        float rootCorrection = s.rootCorrection();
        float epsilon = s.epsilon();
        float decay = s.decay();
        for (int j = 0; j < n; j++) {
            float gradient = g[j] * clip;
            float mean = beta1 * m[j] + (1 - beta1) * gradient;
            float square = beta2 * v[j] + (1 - beta2) * gradient * gradient;
            m[j] = mean;
            v[j] = square;
            w[j] = w[j] * decay - rate * mean / ((float) Math.sqrt(square) * rootCorrection + epsilon);
        }
    }

    private long update(AdamWStep step, Block b, long at, int n) {
        FloatMemory.load(trained.value(at), b.weights, n);
        FloatMemory.load(trained.gradient(at), b.gradients, n);
        FloatMemory.load(moment(first, at), b.first, n);
        FloatMemory.load(moment(second, at), b.second, n);
        System.arraycopy(b.weights, 0, b.before, 0, n);
        trained.round(b.before);
        apply(step, b.weights, b.gradients, b.first, b.second, n);
        FloatMemory.store(b.weights, trained.value(at), n);
        FloatMemory.store(b.first, moment(first, at), n);
        FloatMemory.store(b.second, moment(second, at), n);
        FloatMemory.zero(trained.gradient(at), n);
        trained.round(b.weights);
        long changed = 0;
        for (int j = 0; j < n; j++) {
            changed += b.weights[j] == b.before[j] ? 0 : 1;
        }
        return changed;
    }

    private static long moment(FloatMemory moments, long at) {
        return moments.address() + at * Float.BYTES;
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(first, second);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
