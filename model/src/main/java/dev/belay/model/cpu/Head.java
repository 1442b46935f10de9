package dev.belay.model.cpu;

import dev.belay.model.LogitWarp;
import dev.belay.model.Stat;
import dev.belay.model.TokenScores;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Forest.HeadRow;
import dev.belay.model.forest.Forest.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Final norm and output matrix over the rows that predict something, in slabs of a bounded number of logits. When all
 * logits fit one slab they are kept between the forward and the backward pass; otherwise they are computed twice.
 */
final class Head implements AutoCloseable {
    private static final long SLAB_LOGITS = 32L << 20;

    private final Transformer transformer;
    private final ModelConfig config;
    private final Parameters parameters;
    private final int hidden;
    private final int vocab;
    private final FloatMemory inputs = new FloatMemory();
    private final FloatMemory normalised = new FloatMemory();
    private final FloatMemory gradients = new FloatMemory();
    private final FloatMemory logits = new FloatMemory();
    private List<Distribution> distributions = List.of();

    Head(Transformer transformer) {
        this.transformer = transformer;
        config = transformer.config;
        parameters = transformer.parameters;
        hidden = config.hiddenSize();
        vocab = config.vocabSize();
    }

    /** Some of the head rows, whose logits stand in memory together. */
    private record Slab(int first, int count) {}

    private List<Slab> slabs(int rows) {
        int size = (int) Math.max(1, Math.min(rows, SLAB_LOGITS / vocab));
        List<Slab> slabs = new ArrayList<>();
        for (int first = 0; first < rows; first += size) {
            slabs.add(new Slab(first, Math.min(size, rows - first)));
        }
        return slabs;
    }

    private void prepare(Forest forest, LogitWarp warp) {
        long rows = forest.headRows().size();
        inputs.ensure(rows * hidden);
        normalised.ensure(rows * hidden);
        logits.ensure(Math.min(rows, Math.max(1, SLAB_LOGITS / vocab)) * vocab);
        List<Distribution> each = new ArrayList<>();
        for (int i = 0; i < transformer.workers.threads(); i++) {
            each.add(new Distribution(vocab, warp));
        }
        distributions = each;
    }

    private long input(int headRow) {
        return inputs.address() + (long) headRow * hidden * Float.BYTES;
    }

    private long normal(int headRow) {
        return normalised.address() + (long) headRow * hidden * Float.BYTES;
    }

    private long logit(Slab slab, int headRow) {
        return logits.address() + (long) (headRow - slab.first) * vocab * Float.BYTES;
    }

    /** The statistics of all targets of a forest the transformer has just been through. */
    TokenScores score(Forest forest, LogitWarp warp, Set<Stat> want) {
        transformer.gemm.prepareForward();
        prepare(forest, warp);
        Set<Stat> all = EnumSet.of(Stat.LOGPROB);
        all.addAll(want);
        Map<Stat, float[][]> values = new EnumMap<>(Stat.class);
        all.forEach(stat -> values.put(stat, forest.zeros()));
        for (Slab slab : slabs(forest.headRows().size())) {
            forSlab(slab, (first, count, worker) -> {
                computeLogits(forest, slab, first, count, worker);
                Distribution d = distributions.get(worker);
                for (int h = first; h < first + count; h++) {
                    load(d, slab, h);
                    for (Target target : forest.headRows().get(h).targets()) {
                        record(d, target, values);
                    }
                }
            });
        }
        return new TokenScores(values);
    }

    @FunctionalInterface
    private interface SlabTask {
        void run(int first, int count, int worker);
    }

    private void forSlab(Slab slab, SlabTask task) {
        int size = Transformer.chunkRows(slab.count, transformer.workers.threads());
        int end = slab.first + slab.count;
        transformer.workers.run(Math.ceilDiv(slab.count, size), (i, worker) -> {
            int first = slab.first + i * size;
            task.run(first, Math.min(end, first + size) - first, worker);
        });
    }

    private void computeLogits(Forest forest, Slab slab, int first, int count, int worker) {
        for (int h = first; h < first + count; h++) {
            long row = transformer.kept.input(
                    config.layers(), forest.headRows().get(h).row());
            FloatMemory.copy(row, input(h), hidden);
        }
        RowKernels rows = transformer.scratch.get(worker).rows;
        rows.rmsNorm(input(first), parameters.weight(parameters.map.finalNorm()), count, normal(first));
        logits(slab, first, count);
    }

    private void logits(Slab slab, int first, int count) {
        transformer.gemm.forward(normal(first), hidden, count, parameters.map.head(), false, logit(slab, first), vocab);
    }

    private void load(Distribution d, Slab slab, int headRow) {
        FloatMemory.load(logit(slab, headRow), d.logits(), vocab);
        d.prepare();
    }

    private static void record(Distribution d, Target target, Map<Stat, float[][]> values) {
        values.forEach((stat, value) -> value[target.sequence()][target.at()] = stat(d, stat, target.token()));
    }

    private static float stat(Distribution d, Stat stat, int token) {
        return switch (stat) {
            case LOGPROB -> d.logProb(token);
            case ENTROPY -> d.entropy();
            case RANK -> d.rank(token);
            case CHOSEN_LOGIT -> d.logit(token);
            case LOGSUMEXP -> (float) d.logSumExp(token);
            case MEAN_LOGIT -> d.meanLogit();
        };
    }

    /**
     * After {@link #score}: adds to the gradients of output matrix and final norm, and writes those of the stream behind
     * the last layer.
     *
     * @param weights {@code [S][T_s]} dL/dlogp
     * @param dStream gradient of the forest's rows, zero on entry
     * @param to where the gradients of weights go
     */
    void backward(Forest forest, float[][] weights, long dStream, WeightGradients to) {
        List<Slab> slabs = slabs(forest.headRows().size());
        transformer.gemm.prepareBackward();
        gradients.ensure((long) forest.headRows().size() * hidden);
        for (Slab slab : slabs) {
            int size = Transformer.chunkRows(slab.count, transformer.workers.threads());
            float[][] normParts = new float[Math.ceilDiv(slab.count, size)][hidden];
            forSlab(slab, (first, count, worker) -> {
                if (slabs.size() > 1) {
                    logits(slab, first, count);
                }
                Distribution d = distributions.get(worker);
                for (int h = first; h < first + count; h++) {
                    load(d, slab, h);
                    float[] gradient = logitGradient(d, forest.headRows().get(h), weights);
                    FloatMemory.store(gradient, logit(slab, h), vocab);
                }
                rowsBackward(forest, slab, first, count, worker, dStream, normParts[(first - slab.first) / size]);
            });
            if (to.embeddings()) {
                outputWeights(slab, to);
            }
            for (float[] part : normParts) {
                to.add(parameters.map.finalNorm(), part);
            }
        }
    }

    private static float[] logitGradient(Distribution d, HeadRow row, float[][] weights) {
        int[] tokens = new int[row.targets().size()];
        double[] each = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            Target t = row.targets().get(i);
            tokens[i] = t.token();
            each[i] = weights[t.sequence()][t.at()];
        }
        return d.gradient(tokens, each);
    }

    private void rowsBackward(
            Forest forest, Slab slab, int first, int count, int worker, long dStream, float[] normGradient) {
        Scratch s = transformer.scratch.get(worker);
        long dNormalised = s.narrow.ensure((long) count * hidden);
        transformer.gemm.backwardInput(
                logit(slab, first), vocab, count, parameters.map.head(), false, dNormalised, hidden);
        long dInput = gradients.address() + (long) first * hidden * Float.BYTES;
        FloatMemory.zero(dInput, (long) count * hidden);
        s.rows.rmsNormBackward(
                input(first),
                parameters.weight(parameters.map.finalNorm()),
                dNormalised,
                count,
                dInput,
                normal(first),
                normGradient);
        for (int i = 0; i < count; i++) {
            long to = dStream + (long) forest.headRows().get(first + i).row() * hidden * Float.BYTES;
            FloatMemory.copy(dInput + (long) i * hidden * Float.BYTES, to, hidden);
        }
    }

    private void outputWeights(Slab slab, WeightGradients to) {
        List<Workers.Task> tasks = new ArrayList<>();
        to.addProduct(tasks, parameters.map.head(), logits.address(), normal(slab.first), slab.count);
        transformer.workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
    }

    /** Most numbers that so many rows make room for. */
    static long floats(ModelConfig c, long rows, boolean backward) {
        long slab = Math.min(rows, Math.max(1, SLAB_LOGITS / c.vocabSize()));
        return rows * c.hiddenSize() * (backward ? 3 : 2) + slab * c.vocabSize();
    }

    /** Native memory held. */
    long bytes() {
        return FloatMemory.sum(inputs, normalised, gradients, logits);
    }

    @Override
    public void close() {
        inputs.close();
        normalised.close();
        gradients.close();
        logits.close();
    }
}
