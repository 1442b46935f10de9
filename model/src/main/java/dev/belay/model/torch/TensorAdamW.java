package dev.belay.model.torch;

import dev.belay.model.OptimizerPlan;
import dev.belay.model.UpdateStats;
import dev.belay.model.weights.AdamWStep;
import dev.belay.model.weights.TrainingState;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** AdamW on what is trained, a piece of the vector at a time so that temporaries stay small. See {@link AdamWStep}. */
final class TensorAdamW implements AutoCloseable {
    /** Numbers of a piece. */
    static final long PIECE = 1L << 22;

    private final TrainedTensors trained;
    private final Placement device;
    private final Tensor first;
    private final Tensor second;
    private long steps;

    TensorAdamW(TrainedTensors trained, Placement device) {
        this.trained = trained;
        this.device = device;
        first = Placement.keep(() -> device.zeros(ScalarType.Float, trained.count()));
        second = Placement.keep(() -> device.zeros(ScalarType.Float, trained.count()));
    }

    /**
     * One step; the gradient is cleared.
     *
     * @throws IllegalStateException when the gradient's norm is not finite; weights and moments are then as before
     */
    UpdateStats step(OptimizerPlan plan) {
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            double norm = gradientNorm();
            AdamWStep step;
            try {
                step = AdamWStep.of(plan, norm, steps + 1);
            } catch (IllegalStateException e) {
                trained.gradients().zero_();
                throw e;
            }
            steps++;
            Tensor changed = device.zeros(ScalarType.Long, 1);
            for (long at = 0; at < trained.count(); at += PIECE) {
                update(step, at, Math.min(PIECE, trained.count() - at), changed);
            }
            trained.gradients().zero_();
            trained.changed();
            return new UpdateStats(norm, Placement.doubles(changed)[0] / trained.count(), steps);
        }
    }

    private double gradientNorm() {
        Tensor sum = device.zeros(ScalarType.Double, 1);
        for (long at = 0; at < trained.count(); at += PIECE) {
            try (var _ = new PointerScope()) {
                Tensor piece = trained.gradients().narrow(0, at, Math.min(PIECE, trained.count() - at));
                sum.add_(piece.square().sum(new ScalarTypeOptional(ScalarType.Double)));
            }
        }
        return Math.sqrt(Placement.doubles(sum)[0]);
    }

    private void update(AdamWStep step, long at, long n, Tensor changed) {
        try (var _ = new PointerScope()) {
            Tensor w = trained.values().narrow(0, at, n);
            Tensor before = trained.seen(w).clone();
            Tensor g = trained.gradients().narrow(0, at, n).mul(new Scalar(step.clip()));
            Tensor m = first.narrow(0, at, n);
            Tensor v = second.narrow(0, at, n);
            m.mul_(new Scalar(step.beta1())).add_(g, new Scalar(1 - step.beta1()));
            v.mul_(new Scalar(step.beta2())).addcmul_(g, g, new Scalar(1 - step.beta2()));
            Tensor root = v.sqrt().mul_(new Scalar(step.rootCorrection())).add_(new Scalar(step.epsilon()));
            w.mul_(new Scalar(step.decay())).addcdiv_(m, root, new Scalar(-step.rate()));
            changed.add_(trained.seen(w).ne(before).sum());
        }
    }

    void save(Path file) {
        try (Arena arena = Arena.ofShared()) {
            TrainingState state = TrainingState.allocate(trained.count(), arena);
            device.download(trained.values(), state.weights());
            device.download(first, state.first());
            device.download(second, state.second());
            state.write(file, steps);
        }
    }

    void load(Path file) {
        try (Arena arena = Arena.ofShared()) {
            TrainingState state = TrainingState.allocate(trained.count(), arena);
            steps = state.read(file);
            device.upload(state.weights(), trained.values());
            device.upload(state.first(), first);
            device.upload(state.second(), second);
        }
        trained.changed();
    }

    @Override
    public void close() {
        Placement.release(first, second);
    }
}
