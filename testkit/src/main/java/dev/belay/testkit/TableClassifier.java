package dev.belay.testkit;

import dev.belay.model.BackwardPlan;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LogitRule;
import dev.belay.model.MemoryPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.Tokenizer;
import dev.belay.model.TrainableClassifier;
import dev.belay.model.UpdateStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A classifier of tokens with one label that is a table: the last {@code order} tokens pick its logit. Gradients are exact and
 * results do not depend on the batch. A new one says 0 to everything.
 */
public final class TableClassifier implements TrainableClassifier {
    private final Tokenizer tokenizer;
    private final TableShape shape;
    private final float[] weights;
    private final double[] gradient;
    private final List<BackwardPlan> plans = new ArrayList<>();
    private AdamW optimizer;
    private boolean closed;

    /**
     * @param order how many of the last tokens pick the row
     * @param rows onto which they are hashed
     */
    public TableClassifier(Tokenizer tokenizer, int order, int rows) {
        this.tokenizer = tokenizer;
        shape = new TableShape(tokenizer.vocabSize(), order, rows, 1 << 16, Set.of());
        weights = new float[rows];
        gradient = new double[rows];
        optimizer = new AdamW(rows);
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ClassifierSpec spec() {
        return new ClassifierSpec(
                "TableForTests",
                ClassifierSpec.Unit.TOKEN,
                List.of("value"),
                shape.vocab(),
                shape.contextTokens(),
                weights.length,
                Dtype.FP32,
                Device.CPU);
    }

    /** The number behind the logit at a token. */
    private int row(int[] sequence, int token) {
        return shape.offset(sequence, token + 1) / shape.vocab();
    }

    @Override
    public float[][] sequenceLogits(List<int[]> sequences) {
        return Arrays.stream(tokenLogits(sequences)).map(s -> s[s.length - 1]).toArray(float[][]::new);
    }

    @Override
    public float[][][] tokenLogits(List<int[]> sequences) {
        if (closed) {
            throw new IllegalStateException("the classifier is closed");
        }
        float[][][] logits = new float[sequences.size()][][];
        for (int s = 0; s < logits.length; s++) {
            int[] sequence = sequences.get(s);
            shape.requireIds(sequence);
            logits[s] = new float[sequence.length][];
            for (int t = 0; t < sequence.length; t++) {
                logits[s][t] = new float[] {weights[row(sequence, t)]};
            }
        }
        return logits;
    }

    @Override
    public float[][][] backward(List<int[]> sequences, LogitRule rule) {
        float[][][] logits = tokenLogits(sequences);
        float[][][] gradients =
                Arrays.stream(logits).map(s -> new float[s.length][1]).toArray(float[][][]::new);
        rule.weigh(logits, gradients);
        for (int s = 0; s < logits.length; s++) {
            for (int t = 0; t < logits[s].length; t++) {
                gradient[row(sequences.get(s), t)] += gradients[s][t][0];
            }
        }
        return logits;
    }

    /** Made up: a byte for each token of the longest sequence and of the batch. */
    @Override
    public MemoryPlan memoryForTraining(int longestTokens, long batchTokens, BackwardPlan plan) {
        return new MemoryPlan(longestTokens, 0, 0, 0, batchTokens, 0, 0, 0);
    }

    @Override
    public void setBackwardPlan(BackwardPlan plan) {
        plans.add(plan);
    }

    /** Every plan it was told, in order. */
    public List<BackwardPlan> plans() {
        return List.copyOf(plans);
    }

    @Override
    public UpdateStats update(OptimizerPlan plan) {
        UpdateStats stats = optimizer.step(weights, gradient, plan);
        zeroGradients();
        if (!Double.isFinite(stats.gradNorm())) {
            throw new IllegalStateException("the norm of the gradient must be finite, got " + stats.gradNorm());
        }
        return stats;
    }

    @Override
    public void zeroGradients() {
        Arrays.fill(gradient, 0);
    }

    @Override
    public float[] gradients() {
        float[] copy = new float[gradient.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (float) gradient[i];
        }
        return copy;
    }

    @Override
    public float[] weights() {
        return weights.clone();
    }

    @Override
    public void setWeights(float[] values) {
        if (values.length != weights.length) {
            throw new IllegalArgumentException("expected " + weights.length + " weights, got " + values.length);
        }
        System.arraycopy(values, 0, weights, 0, weights.length);
    }

    @Override
    public void save(Path folder) {
        throw new UnsupportedOperationException("a table is saved as a training state alone");
    }

    @Override
    public void saveTrainingState(Path file) {
        new FloatFile(new long[] {optimizer.steps()}, weights, optimizer.first(), optimizer.second()).write(file);
    }

    @Override
    public void loadTrainingState(Path file) {
        FloatFile read = FloatFile.read(file);
        if (read.arrays().length != 3 || read.arrays()[0].length != weights.length) {
            throw new InvalidInputException(file + " holds the training state of another table");
        }
        setWeights(read.arrays()[0]);
        optimizer = new AdamW(read.arrays()[1], read.arrays()[2], read.header()[0]);
    }

    /** Whether {@link #close} was called. */
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
