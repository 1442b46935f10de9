package dev.belay.testkit;

import dev.belay.model.InvalidInputException;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.UpdateStats;
import java.nio.file.Path;
import java.util.Arrays;

/** The numbers of a table, their gradient and their optimizer. */
final class TrainedTable {
    final float[] weights;
    final double[] gradient;
    private AdamW optimizer;

    /** @param trained whether there is to be room for a gradient and moments */
    TrainedTable(float[] weights, boolean trained) {
        this.weights = weights;
        gradient = new double[trained ? weights.length : 0];
        optimizer = new AdamW(gradient.length);
    }

    UpdateStats update(OptimizerPlan plan) {
        UpdateStats stats = optimizer.step(weights, gradient, plan);
        Arrays.fill(gradient, 0);
        return stats;
    }

    float[] gradients() {
        float[] copy = new float[gradient.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (float) gradient[i];
        }
        return copy;
    }

    void setWeights(float[] values) {
        if (values.length != weights.length) {
            throw new IllegalArgumentException("expected " + weights.length + " weights, got " + values.length);
        }
        System.arraycopy(values, 0, weights, 0, weights.length);
    }

    void save(Path file) {
        new FloatFile(new long[] {optimizer.steps()}, weights, optimizer.first(), optimizer.second()).write(file);
    }

    void load(Path file) {
        FloatFile read = state(file);
        setWeights(read.arrays()[0]);
        optimizer = new AdamW(read.arrays()[1], read.arrays()[2], read.header()[0]);
    }

    void loadWeights(Path file) {
        setWeights(state(file).arrays()[0]);
    }

    private FloatFile state(Path file) {
        FloatFile read = FloatFile.read(file);
        if (read.arrays().length != 3 || read.arrays()[0].length != weights.length) {
            throw new InvalidInputException(file + " holds the training state of another model: " + weights.length
                    + " parameters here, arrays of "
                    + Arrays.stream(read.arrays()).map(a -> a.length).toList());
        }
        return read;
    }
}
