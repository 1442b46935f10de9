package dev.belay.model.torch;

import dev.belay.model.LoraPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.LowRank;
import dev.belay.model.weights.AdapterLayout;
import dev.belay.model.weights.AdapterLayout.Adapter;
import dev.belay.model.weights.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Low-rank adapters of some projections: W x becomes W x + scale · B (A x), and autograd differentiates that. All A and B stand
 * in one fp32 vector, whatever type products run in, so that small updates are not lost.
 */
final class TensorAdapters implements TrainedTensors, AutoCloseable {
    /** A (rank, in) and B (out, rank), leaves of autograd. */
    private record Pair(Adapter adapter, Tensor a, Tensor b) {}

    private final AdapterLayout layout;
    private final Placement device;
    private final Tensor values;
    private final List<Pair> pairs = new ArrayList<>();
    private final Map<Matrix, List<Pair>> byMatrix = new HashMap<>();
    private @Nullable Tensor gradients;

    /** All zeros. */
    private TensorAdapters(AdapterLayout layout, Placement device) {
        this.layout = layout;
        this.device = device;
        values = Placement.keep(() -> device.zeros(ScalarType.Float, layout.count()));
        for (Adapter adapter : layout.all()) {
            Pair pair = new Pair(
                    adapter,
                    Placement.keep(() -> a(values, adapter).detach()),
                    Placement.keep(() -> b(values, adapter).detach()));
            pairs.add(pair);
            byMatrix.computeIfAbsent(adapter.into(), m -> new ArrayList<>()).add(pair);
        }
    }

    private static Tensor a(Tensor vector, Adapter adapter) {
        return vector.narrow(0, adapter.a(), (long) adapter.rank() * adapter.in())
                .view(adapter.rank(), adapter.in());
    }

    private static Tensor b(Tensor vector, Adapter adapter) {
        return vector.narrow(0, adapter.b(), (long) adapter.out() * adapter.rank())
                .view(adapter.out(), adapter.rank());
    }

    /** New ones, which change nothing yet. */
    static TensorAdapters random(LoraPlan plan, TensorWeights weights, RandomKey key) {
        TensorAdapters made = new TensorAdapters(AdapterLayout.of(plan, weights.config, weights.map), weights.place);
        for (Adapter adapter : made.layout.all()) {
            made.set(adapter.a(), adapter.initialA(key));
        }
        return made;
    }

    /** Those with given numbers. */
    static TensorAdapters of(LoraPlan plan, TensorWeights weights, List<LowRank> numbers) {
        TensorAdapters made = new TensorAdapters(AdapterLayout.of(plan, weights.map, numbers), weights.place);
        for (int i = 0; i < numbers.size(); i++) {
            Adapter adapter = made.layout.all().get(i);
            made.set(adapter.a(), numbers.get(i).a());
            made.set(adapter.b(), numbers.get(i).b());
        }
        return made;
    }

    /** The same numbers in a vector of their own. */
    TensorAdapters copy() {
        TensorAdapters copy = new TensorAdapters(layout, device);
        copy.values.copy_(values);
        return copy;
    }

    private void set(long offset, float[] numbers) {
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            values.narrow(0, offset, numbers.length).copy_(device.of(numbers, numbers.length));
        }
    }

    LoraPlan plan() {
        return layout.plan();
    }

    /**
     * A projection's result with what its adapters add.
     *
     * @param x (N, in), what the projection read
     * @param y (N, out), what it returned
     */
    Tensor addTo(Matrix w, Tensor x, Tensor y) {
        List<Pair> on = byMatrix.getOrDefault(w, List.of());
        if (on.isEmpty()) {
            return y;
        }
        List<Tensor> parts = new ArrayList<>();
        int at = 0;
        for (Pair pair : on) {
            Adapter adapter = pair.adapter;
            if (adapter.firstRow() > at) {
                parts.add(y.narrow(1, at, adapter.firstRow() - (long) at));
            }
            Tensor narrow = torch.linear(x, device.cast(pair.a));
            Tensor added = torch.linear(narrow, device.cast(pair.b)).mul(new Scalar(adapter.scale()));
            parts.add(y.narrow(1, adapter.firstRow(), adapter.out()).add(added));
            at = adapter.firstRow() + adapter.out();
        }
        if (at < w.out()) {
            parts.add(y.narrow(1, at, w.out() - (long) at));
        }
        return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 1);
    }

    /** The numbers by projection, on the heap. */
    List<LowRank> numbers() {
        List<LowRank> numbers = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment host = arena.allocate(layout.count() * Float.BYTES, Float.BYTES);
            device.download(values, host);
            for (Adapter adapter : layout.all()) {
                float[] a = new float[adapter.rank() * adapter.in()];
                float[] b = new float[adapter.out() * adapter.rank()];
                MemorySegment.copy(host, ValueLayout.JAVA_FLOAT, adapter.a() * Float.BYTES, a, 0, a.length);
                MemorySegment.copy(host, ValueLayout.JAVA_FLOAT, adapter.b() * Float.BYTES, b, 0, b.length);
                numbers.add(new LowRank(adapter.parameter(), adapter.rank(), adapter.scale(), a, b));
            }
        }
        return numbers;
    }

    @Override
    public long count() {
        return layout.count();
    }

    @Override
    public Tensor values() {
        return values;
    }

    @Override
    public Tensor gradients() {
        if (gradients == null) {
            Tensor made = Placement.keep(() -> device.zeros(ScalarType.Float, layout.count()));
            gradients = made;
            try (var _ = new PointerScope()) {
                for (Pair pair : pairs) {
                    pair.a.requires_grad_(true);
                    pair.b.requires_grad_(true);
                    pair.a.mutable_grad().put(a(made, pair.adapter));
                    pair.b.mutable_grad().put(b(made, pair.adapter));
                }
            }
        }
        return gradients;
    }

    @Override
    public Tensor seen(Tensor some) {
        return some;
    }

    @Override
    public void changed() {
        // A and B are views of the vector.
    }

    @Override
    public void close() {
        for (Pair pair : pairs) {
            Placement.release(pair.a, pair.b);
        }
        Placement.release(values, gradients);
    }
}
