package dev.belay.model.cpu;

import dev.belay.model.OptimizerPlan;
import dev.belay.model.UpdateStats;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What training adds to a model's weights: which numbers are moved (all weights, or adapters), their gradient, and the
 * optimizer. Gradient and optimizer take memory from their first use on.
 */
final class Training implements AutoCloseable {
    private final Parameters parameters;
    private final Workers workers;
    private @Nullable Adapters adapters;
    private @Nullable AdamW optimizer;

    Training(Parameters parameters, Workers workers) {
        this.parameters = parameters;
        this.workers = workers;
    }

    /** From now on adapters are trained and the weights are not. */
    void adapt(Adapters made) {
        if (adapters != null || optimizer != null) {
            throw new IllegalStateException("adapters come once, and before the first update");
        }
        adapters = made;
    }

    Optional<Adapters> adapters() {
        return Optional.ofNullable(adapters);
    }

    /** What is trained. */
    TrainedVector vector() {
        return adapters == null ? parameters : adapters;
    }

    /** Where a backward pass leaves what it finds. */
    WeightGradients gradients() {
        return adapters == null ? new DenseGradients(parameters, workers.threads()) : adapters;
    }

    UpdateStats update(OptimizerPlan plan) {
        return optimizer().step(plan);
    }

    private AdamW optimizer() {
        if (optimizer == null) {
            optimizer = new AdamW(vector(), workers);
        }
        return optimizer;
    }

    void save(Path file) {
        ModelFiles.writeTrainingState(file, vector(), optimizer());
    }

    void load(Path file) {
        ModelFiles.readTrainingState(file, vector(), optimizer());
    }

    /** Loads what is trained and not how far the optimizer is. */
    void loadVector(Path file) {
        ModelFiles.readWeights(file, vector());
    }

    /** Overwrites what is trained. */
    void set(float[] values) {
        TrainedVector to = vector();
        if (values.length != to.count()) {
            throw new IllegalArgumentException("this model trains " + to.count() + " weights, got " + values.length);
        }
        FloatMemory.store(values, to.value(0), values.length);
        to.changed();
    }

    /** Native memory of adapters. */
    long adapterBytes() {
        return adapters == null ? 0 : adapters.bytes();
    }

    /** Native memory in which the gradients of adapters are computed. */
    long scratchBytes() {
        return adapters == null ? 0 : adapters.scratchBytes();
    }

    /** Native memory of the optimizer's moments. */
    long momentBytes() {
        return optimizer == null ? 0 : optimizer.bytes();
    }

    @Override
    public void close() {
        if (optimizer != null) {
            optimizer.close();
        }
        if (adapters != null) {
            adapters.close();
        }
    }
}
