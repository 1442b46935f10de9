package dev.belay.model.cpu;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.LowRank;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.weights.AdapterLayout;
import dev.belay.model.weights.AdapterLayout.Adapter;
import dev.belay.model.weights.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Low-rank adapters of some projections (LoRA, arXiv 2106.09685): all A (rank, in) and B (out, rank) as one vector that is
 * trained while the weights stay as they are.
 *
 * <p>Products never see A and B. {@link PackedWeights} adds scale · B A to a projection's tiles whenever it packs them,
 * so that sampling, scoring and both passes run exactly as without adapters, and no second copy of the weights exists.
 * What differs is the gradient: with u = x Aᵀ and v = scale · dy B it is dB = scale · dyᵀ u and dA = vᵀ x, and dyᵀ x, a
 * third of a step's arithmetic, is never formed.
 */
final class Adapters implements TrainedVector, WeightGradients, AutoCloseable {
    private final AdapterLayout layout;
    private final Parameters parameters;
    private final Map<Matrix, List<Adapter>> byMatrix = new HashMap<>();
    private final long count;
    private FloatMemory values;
    private final FloatMemory gradients = new FloatMemory();
    private final List<FloatMemory> scratch = new ArrayList<>();

    private Adapters(AdapterLayout layout, Parameters parameters, int threads) {
        this.layout = layout;
        this.parameters = parameters;
        for (Adapter adapter : layout.all()) {
            byMatrix.computeIfAbsent(adapter.into(), m -> new ArrayList<>()).add(adapter);
        }
        count = layout.count();
        values = new FloatMemory(count);
        for (int i = 0; i < threads; i++) {
            scratch.add(new FloatMemory());
        }
    }

    /**
     * New adapters as PEFT makes them, B zero, so that at first nothing changes.
     *
     * @throws InvalidInputException when a target is no projection of the model
     */
    static Adapters random(LoraPlan plan, ModelConfig config, Parameters parameters, int threads, RandomKey key) {
        Adapters adapters = new Adapters(AdapterLayout.of(plan, config, parameters.map), parameters, threads);
        for (Adapter adapter : adapters.layout.all()) {
            float[] a = adapter.initialA(key);
            FloatMemory.store(a, adapters.value(adapter.a()), a.length);
        }
        return adapters;
    }

    /** Adapters with given numbers. */
    static Adapters of(LoraPlan plan, List<LowRank> weights, Parameters parameters, int threads) {
        Adapters adapters = new Adapters(AdapterLayout.of(plan, parameters.map, weights), parameters, threads);
        for (int i = 0; i < weights.size(); i++) {
            Adapter adapter = adapters.layout.all().get(i);
            LowRank w = weights.get(i);
            FloatMemory.store(w.a(), adapters.value(adapter.a()), w.a().length);
            FloatMemory.store(w.b(), adapters.value(adapter.b()), w.b().length);
        }
        return adapters;
    }

    LoraPlan plan() {
        return layout.plan();
    }

    /** The numbers by projection, copied. */
    List<LowRank> weights() {
        List<LowRank> weights = new ArrayList<>();
        for (Adapter adapter : layout.all()) {
            float[] a = new float[adapter.rank() * adapter.into().in()];
            float[] b = new float[adapter.out() * adapter.rank()];
            FloatMemory.load(value(adapter.a()), a, a.length);
            FloatMemory.load(value(adapter.b()), b, b.length);
            weights.add(new LowRank(adapter.parameter(), adapter.rank(), adapter.scale(), a, b));
        }
        return weights;
    }

    /** The numbers as they are now, copied. To be closed by whoever asked. */
    FloatMemory snapshot() {
        FloatMemory copy = new FloatMemory(count);
        FloatMemory.copy(value(0), copy.address(), count);
        return copy;
    }

    /** A number for {@link #asIf}, to be kept with a {@link #snapshot}. */
    long newVersion() {
        return parameters.newVersion();
    }

    /**
     * Asks with other numbers in the place of these.
     *
     * @param other made by {@link #snapshot}
     * @param otherVersion the same at each call for the same numbers, so that what was packed of them is good until others are
     */
    <T> T asIf(FloatMemory other, long otherVersion, Supplier<T> ask) {
        FloatMemory before = values;
        long version = parameters.version();
        values = other;
        parameters.show(otherVersion);
        try {
            return ask.get();
        } finally {
            values = before;
            parameters.show(version);
        }
    }

    /** Whether one of them adds to a matrix. */
    boolean lieOn(Matrix w) {
        return byMatrix.containsKey(w);
    }

    private List<Adapter> of(Matrix w) {
        return byMatrix.getOrDefault(w, List.of());
    }

    /**
     * Adds to a packed tile of Wᵀ.
     *
     * @param tile (in, {@link PackedMatrix#WIDTH}): the columns are the projection's rows from {@code firstRow} on
     */
    void addTransposed(Matrix w, int firstRow, int width, long tile) {
        for (Adapter adapter : of(w)) {
            int from = Math.max(firstRow, adapter.firstRow());
            int to = Math.min(firstRow + width, adapter.firstRow() + adapter.out());
            if (from < to) {
                long b = value(adapter.b() + (long) (from - adapter.firstRow()) * adapter.rank());
                long at = tile + (long) (from - firstRow) * Float.BYTES;
                Blas.bothTransposedMultiply(
                        w.in(),
                        to - from,
                        adapter.rank(),
                        (float) adapter.scale(),
                        value(adapter.a()),
                        w.in(),
                        b,
                        adapter.rank(),
                        1,
                        at,
                        PackedMatrix.WIDTH);
            }
        }
    }

    /**
     * Adds to a packed tile of W.
     *
     * @param tile (out, {@link PackedMatrix#WIDTH}): W's columns from {@code firstColumn} on
     */
    void add(Matrix w, int firstColumn, int width, long tile) {
        for (Adapter adapter : of(w)) {
            long a = value(adapter.a() + firstColumn);
            long at = tile + (long) adapter.firstRow() * PackedMatrix.WIDTH * Float.BYTES;
            Blas.multiply(
                    adapter.out(),
                    width,
                    adapter.rank(),
                    (float) adapter.scale(),
                    value(adapter.b()),
                    adapter.rank(),
                    a,
                    w.in(),
                    1,
                    at,
                    PackedMatrix.WIDTH);
        }
    }

    @Override
    public void addProduct(List<Workers.Task> tasks, Matrix w, long dy, long x, int rows) {
        for (Adapter adapter : of(w)) {
            long columns = dy + (long) adapter.firstRow() * Float.BYTES;
            tasks.add((i, worker) -> addProduct(adapter, scratch.get(worker), columns, x, rows));
        }
    }

    private void addProduct(Adapter adapter, FloatMemory memory, long dy, long x, int rows) {
        int rank = adapter.rank();
        float scale = (float) adapter.scale();
        int in = adapter.into().in();
        int out = adapter.out();
        int stride = adapter.into().out();
        // u, then v: neither is needed beside the other.
        long narrow = memory.ensure((long) rows * rank);
        Blas.multiplyTransposed(rows, rank, in, 1, x, in, value(adapter.a()), in, 0, narrow, rank);
        Blas.transposedMultiply(out, rank, rows, scale, dy, stride, narrow, rank, 1, gradient(adapter.b()), rank);
        Blas.multiply(rows, rank, out, scale, dy, stride, value(adapter.b()), rank, 0, narrow, rank);
        Blas.transposedMultiply(rank, in, rows, 1, narrow, rank, x, in, 1, gradient(adapter.a()), in);
    }

    @Override
    public void add(long offset, float[] gradient) {
        // Norms and biases stay as they are.
    }

    @Override
    public boolean embeddings() {
        return false;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public long value(long offset) {
        return values.address() + offset * Float.BYTES;
    }

    @Override
    public long gradient(long offset) {
        return gradients.address() + offset * Float.BYTES;
    }

    @Override
    public void prepareGradients() {
        gradients.ensure(count);
    }

    /** A and B stay in fp32 whatever the weights are rounded to, so that small updates are not lost. */
    @Override
    public void round(float[] unchanged) {}

    @Override
    public void changed() {
        parameters.stale();
    }

    /** The largest rank of one of them. */
    int largestRank() {
        return layout.largestRank();
    }

    /** Native memory of A and B. */
    long bytes() {
        return values.bytes();
    }

    /** Native memory in which gradients are computed. */
    long scratchBytes() {
        return scratch.stream().mapToLong(FloatMemory::bytes).sum();
    }

    @Override
    public long gradientBytes() {
        return gradients.bytes();
    }

    @Override
    public void close() {
        values.close();
        gradients.close();
        scratch.forEach(FloatMemory::close);
    }
}
