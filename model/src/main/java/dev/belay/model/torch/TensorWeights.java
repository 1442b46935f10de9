package dev.belay.model.torch;

import dev.belay.model.Dtype;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.weights.LayerWeights;
import dev.belay.model.weights.Matrix;
import dev.belay.model.weights.WeightMap;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * All weights of a model as one fp32 vector in checkpoint order, the masters, and its gradient, both on the device. What a
 * layer reads are views of it, or, with {@link Dtype#BF16}, of a copy rounded to bf16: leaves of autograd, whose gradients
 * are views of the gradient's vector.
 */
final class TensorWeights implements TrainedTensors, AutoCloseable {
    final ModelConfig config;
    final WeightMap map;
    final Placement place;
    final long count;
    final Tensor masters;
    private final Tensor working;
    private final List<Tensor> views = new ArrayList<>();
    private final List<Matrix> viewed = new ArrayList<>();
    final List<TensorLayer> layers = new ArrayList<>();
    final Tensor embedding;
    final Tensor finalNorm;
    final Tensor head;
    private @Nullable Tensor gradients;
    private @Nullable Tensor rounded;

    /** All zeros. */
    TensorWeights(ModelConfig config, Placement place) {
        this.config = config;
        this.place = place;
        map = WeightMap.of(config);
        count = config.parameterCount();
        masters = Placement.keep(() -> place.zeros(ScalarType.Float, count));
        working = place.rounds() ? Placement.keep(() -> place.zeros(place.compute(), count)) : masters;
        try (var _ = new NoGradGuard()) {
            for (LayerWeights w : map.layers()) {
                layers.add(layer(w));
            }
            finalNorm = vector(map.finalNorm(), config.hiddenSize());
        }
        embedding = untracked(map.embedding());
        head = untracked(map.head());
    }

    private TensorLayer layer(LayerWeights w) {
        int hidden = config.hiddenSize();
        int queryNorm = config.queryNormSize();
        boolean normed = w.queryKeyNorm() >= 0;
        return new TensorLayer(
                vector(w.norm1(), hidden),
                matrix(w.qkv()),
                w.qkvBias() >= 0 ? vector(w.qkvBias(), w.qkv().out()) : null,
                normed ? vector(w.queryKeyNorm(), queryNorm) : null,
                normed ? vector(w.queryKeyNorm() + queryNorm, config.keyNormSize()) : null,
                matrix(w.out()),
                vector(w.norm2(), hidden),
                matrix(w.gateUp()),
                matrix(w.down()));
    }

    private Tensor vector(long offset, int size) {
        return view(new Matrix(offset, 1, size), size);
    }

    private Tensor matrix(Matrix w) {
        return view(w, w.out(), w.in());
    }

    /** A leaf of autograd. */
    private Tensor view(Matrix w, long... shape) {
        Tensor view = Placement.keep(
                () -> working.narrow(0, w.offset(), w.elements()).view(shape).detach());
        views.add(view);
        viewed.add(w);
        return view;
    }

    /** A matrix whose gradient is computed by hand. */
    private Tensor untracked(Matrix w) {
        return Placement.keep(() -> slice(working, w));
    }

    private static Tensor slice(Tensor vector, Matrix w) {
        return vector.narrow(0, w.offset(), w.elements()).view(w.out(), w.in());
    }

    /** Overwrites the masters from {@code offset} on; {@link #changed} is to follow. */
    void set(long offset, float[] values) {
        try (var _ = new PointerScope()) {
            masters.narrow(0, offset, values.length).copy_(place.of(values, values.length));
        }
    }

    /** Overwrites the masters; {@link #changed} is to follow. */
    void set(MemorySegment values, long offset, long size) {
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            place.upload(values, masters.narrow(0, offset, size));
        }
    }

    @Override
    public void changed() {
        if (place.rounds()) {
            try (var _ = new PointerScope();
                    var _ = new NoGradGuard()) {
                working.copy_(masters);
            }
        }
    }

    /** Makes room for the gradient, all zeros, which a model that only samples and scores does without. */
    Tensor prepareGradients() {
        if (gradients == null) {
            gradients = Placement.keep(() -> place.zeros(ScalarType.Float, count));
            rounded = place.rounds() ? Placement.keep(() -> place.zeros(place.compute(), count)) : null;
            Tensor left = rounded == null ? gradients : rounded;
            try (var _ = new PointerScope()) {
                for (int i = 0; i < views.size(); i++) {
                    Tensor view = views.get(i);
                    Matrix w = viewed.get(i);
                    view.requires_grad_(true);
                    Tensor gradient = left.narrow(0, w.offset(), w.elements());
                    view.mutable_grad().put(gradient.view_as(view));
                }
            }
        }
        return gradients;
    }

    /** From now on autograd takes no notes of the weights: something else is trained. */
    void freeze() {
        views.forEach(view -> view.requires_grad_(false));
        Placement.release(gradients, rounded);
        gradients = null;
        rounded = null;
    }

    /** The gradient of a matrix that autograd does not see; (out, in) of fp32. */
    Tensor gradient(Matrix w) {
        return slice(prepareGradients(), w);
    }

    /** Adds what autograd left in bf16 to the gradient. */
    void collectGradients() {
        if (rounded != null) {
            prepareGradients().add_(rounded);
            rounded.zero_();
        }
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Tensor values() {
        return masters;
    }

    @Override
    public Tensor gradients() {
        return prepareGradients();
    }

    @Override
    public Tensor seen(Tensor values) {
        return place.cast(values);
    }

    @Override
    public void close() {
        views.forEach(Tensor::close);
        Placement.release(embedding, head, gradients, rounded, masters);
        if (place.rounds()) {
            working.close();
        }
    }
}
