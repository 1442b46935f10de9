package dev.belay.testkit;

import dev.belay.model.BackwardPlan;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
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
    private final TrainedTable table;
    private final List<BackwardPlan> plans = new ArrayList<>();
    private boolean closed;

    /**
     * @param order how many of the last tokens pick the row
     * @param rows onto which they are hashed
     */
    public TableClassifier(Tokenizer tokenizer, int order, int rows) {
        this.tokenizer = tokenizer;
        shape = new TableShape(tokenizer.vocabSize(), order, rows, 1 << 16, Set.of());
        table = new TrainedTable(new float[rows], true);
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
                table.weights.length,
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
                logits[s][t] = new float[] {table.weights[row(sequence, t)]};
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
                table.gradient[row(sequences.get(s), t)] += gradients[s][t][0];
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
        UpdateStats stats = table.update(plan);
        if (!Double.isFinite(stats.gradNorm())) {
            throw new IllegalStateException("the norm of the gradient must be finite, got " + stats.gradNorm());
        }
        return stats;
    }

    @Override
    public void zeroGradients() {
        Arrays.fill(table.gradient, 0);
    }

    @Override
    public float[] gradients() {
        return table.gradients();
    }

    @Override
    public float[] weights() {
        return table.weights.clone();
    }

    @Override
    public void setWeights(float[] values) {
        table.setWeights(values);
    }

    @Override
    public void save(Path folder) {
        throw new UnsupportedOperationException("a table is saved as a training state alone");
    }

    @Override
    public void saveTrainingState(Path file) {
        table.save(file);
    }

    @Override
    public void loadTrainingState(Path file) {
        table.load(file);
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
