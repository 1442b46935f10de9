package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.weights.WeightMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Final norm and a small output matrix over chosen rows of a forest the transformer has just been through, and back. The
 * rows' normalised streams stay in memory between the two.
 */
final class ClassifierHead implements AutoCloseable {
    private final Transformer transformer;
    private final Parameters parameters;
    private final int lastLayer;
    private final int hidden;
    private final int labels;
    private final FloatMemory inputs = new FloatMemory();
    private final FloatMemory normalised = new FloatMemory();
    private final FloatMemory logits = new FloatMemory();

    ClassifierHead(Transformer transformer, int labels) {
        this.transformer = transformer;
        this.labels = labels;
        parameters = transformer.parameters;
        lastLayer = transformer.config.layers();
        hidden = transformer.config.hiddenSize();
    }

    private static long row(FloatMemory memory, int row, int width) {
        return memory.address() + (long) row * width * Float.BYTES;
    }

    private interface ChunkTask {
        void run(int chunk, int from, int count, Scratch scratch);
    }

    private int chunkRows(int rows) {
        return Transformer.chunkRows(rows, transformer.workers.threads());
    }

    private void forChunks(int rows, ChunkTask task) {
        int size = chunkRows(rows);
        transformer.workers.run(Math.ceilDiv(rows, size), (i, worker) -> {
            int from = i * size;
            task.run(i, from, Math.min(rows, from + size) - from, transformer.scratch.get(worker));
        });
    }

    /** @return (rows, L) what the head says at rows of the forest */
    float[][] logits(int[] rows) {
        inputs.ensure((long) rows.length * hidden);
        normalised.ensure((long) rows.length * hidden);
        logits.ensure((long) rows.length * labels);
        float[][] out = new float[rows.length][labels];
        WeightMap map = parameters.map;
        boolean biased = map.headBias() >= 0;
        forChunks(rows.length, (chunk, from, count, s) -> {
            for (int i = from; i < from + count; i++) {
                FloatMemory.copy(transformer.kept.input(lastLayer, rows[i]), row(inputs, i, hidden), hidden);
                if (biased) {
                    FloatMemory.copy(parameters.weight(map.headBias()), row(logits, i, labels), labels);
                }
            }
            long to = row(normalised, from, hidden);
            s.rows.rmsNorm(row(inputs, from, hidden), parameters.weight(map.finalNorm()), count, to);
            transformer.gemm.forward(to, hidden, count, map.head(), biased, row(logits, from, labels), labels);
            for (int i = from; i < from + count; i++) {
                FloatMemory.load(row(logits, i, labels), out[i], labels);
            }
        });
        return out;
    }

    /**
     * After {@link #logits} of the same rows: writes the gradients of the stream behind the last layer, and adds to those
     * of head and final norm.
     *
     * @param gradient (rows, L) dL/dlogits
     * @param dStream gradient of the forest's rows, zero on entry
     * @param to where the gradients of weights go
     */
    void backward(int[] rows, float[][] gradient, long dStream, WeightGradients to) {
        WeightMap map = parameters.map;
        transformer.gemm.prepareBackward();
        NormGradient norm =
                new NormGradient(map.finalNorm(), hidden, Math.ceilDiv(rows.length, chunkRows(rows.length)));
        forChunks(rows.length, (chunk, from, count, s) -> {
            for (int i = from; i < from + count; i++) {
                FloatMemory.store(gradient[i], row(logits, i, labels), labels);
            }
            long dNormalised = s.narrow.ensure((long) count * hidden);
            long dLogits = row(logits, from, labels);
            transformer.gemm.backwardInput(dLogits, labels, count, map.head(), false, dNormalised, hidden);
            long dInput = s.wide.ensure((long) count * hidden);
            FloatMemory.zero(dInput, (long) count * hidden);
            long x = row(inputs, from, hidden);
            long again = row(normalised, from, hidden);
            float[] part = norm.part(chunk);
            s.rows.rmsNormBackward(x, parameters.weight(map.finalNorm()), dNormalised, count, dInput, again, part);
            for (int i = 0; i < count; i++) {
                long at = dStream + (long) rows[from + i] * hidden * Float.BYTES;
                FloatMemory.copy(dInput + (long) i * hidden * Float.BYTES, at, hidden);
            }
        });
        norm.addTo(to);
        if (to.embeddings()) {
            List<Workers.Task> tasks = new ArrayList<>();
            to.addProduct(tasks, map.head(), logits.address(), normalised.address(), rows.length);
            transformer.workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
        }
        if (map.headBias() >= 0) {
            to.add(map.headBias(), columnSums(gradient));
        }
    }

    private float[] columnSums(float[][] gradient) {
        float[] sums = new float[labels];
        for (float[] row : gradient) {
            for (int l = 0; l < labels; l++) {
                sums[l] += row[l];
            }
        }
        return sums;
    }

    /** Most numbers that so many rows make room for. */
    static long floats(ModelConfig c, long rows, int labels) {
        return rows * (2L * c.hiddenSize() + labels);
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(inputs, normalised, logits);
    }

    @Override
    public void close() {
        inputs.close();
        normalised.close();
        logits.close();
    }
}
