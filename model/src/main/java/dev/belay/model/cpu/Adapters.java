package dev.belay.model.cpu;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.LowRank;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.weights.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
    /**
     * A projection's adapter.
     *
     * @param parameter the projection's weights by name
     * @param into the matrix in which the projection's rows lie, together with those of its neighbours
     * @param firstRow of the projection in that matrix
     * @param out rows of the projection
     * @param rank columns of B
     * @param scale what B A is multiplied by
     * @param a offset of A in the vector
     * @param b offset of B
     */
    private record Adapter(
            ParameterShape parameter, Matrix into, int firstRow, int out, int rank, double scale, long a, long b) {}

    /** What is to be made for a projection. */
    private record Wanted(ParameterShape parameter, int rank, double scale) {}

    private final LoraPlan plan;
    private final Parameters parameters;
    private final List<Adapter> all = new ArrayList<>();
    private final Map<Matrix, List<Adapter>> byMatrix = new HashMap<>();
    private final long count;
    private FloatMemory values;
    private final FloatMemory gradients = new FloatMemory();
    private final List<FloatMemory> scratch = new ArrayList<>();

    private Adapters(LoraPlan plan, Parameters parameters, List<Wanted> wanted, int threads) {
        this.plan = plan;
        this.parameters = parameters;
        long next = 0;
        for (Wanted w : wanted) {
            ParameterShape p = w.parameter();
            int out = p.shape().getFirst();
            int in = p.shape().getLast();
            long a = next;
            long b = a + (long) w.rank() * in;
            next = b + (long) out * w.rank();
            long offset = parameters.map.offset(p.name());
            Matrix into = parameters.map.projectionAt(offset);
            int firstRow = Math.toIntExact((offset - into.offset()) / in);
            Adapter adapter = new Adapter(p, into, firstRow, out, w.rank(), w.scale(), a, b);
            all.add(adapter);
            byMatrix.computeIfAbsent(into, m -> new ArrayList<>()).add(adapter);
        }
        count = next;
        values = new FloatMemory(count);
        for (int i = 0; i < threads; i++) {
            scratch.add(new FloatMemory());
        }
    }

    /**
     * New adapters as PEFT makes them: A uniform in ±1/√in (Kaiming with a = √5), B zero, so that at first nothing changes.
     *
     * @throws InvalidInputException when a target is no projection of the model
     */
    static Adapters random(LoraPlan plan, ModelConfig config, Parameters parameters, int threads, RandomKey key) {
        List<Wanted> wanted = new ArrayList<>();
        for (ParameterShape p : targets(plan, config)) {
            requireLowRank(plan, p);
            wanted.add(new Wanted(p, plan.rank(), plan.scale()));
        }
        Adapters adapters = new Adapters(plan, parameters, wanted, threads);
        for (Adapter adapter : adapters.all) {
            float[] a = new float[adapter.rank * adapter.into.in()];
            double bound = 1 / Math.sqrt(adapter.into.in());
            RandomKey stream = key.child(adapter.parameter.name());
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) ((2 * stream.uniform(i) - 1) * bound);
            }
            FloatMemory.store(a, adapters.value(adapter.a), a.length);
        }
        return adapters;
    }

    /** A matrix of the full rank of the projection has more numbers than the projection: that is no low rank. */
    private static void requireLowRank(LoraPlan plan, ParameterShape p) {
        int full = Math.min(p.shape().getFirst(), p.shape().getLast());
        if (plan.rank() > full) {
            throw new InvalidInputException("lora: rank must be at most the smaller side of every target, got "
                    + plan.rank() + "; " + p.name() + " is " + p.shape().getFirst() + " x "
                    + p.shape().getLast() + ", so at most " + full);
        }
    }

    /** Adapters with given numbers. */
    static Adapters of(LoraPlan plan, List<LowRank> weights, Parameters parameters, int threads) {
        List<Wanted> wanted = weights.stream()
                .map(w -> new Wanted(w.parameter(), w.rank(), w.scale()))
                .toList();
        Adapters adapters = new Adapters(plan, parameters, wanted, threads);
        for (int i = 0; i < weights.size(); i++) {
            Adapter adapter = adapters.all.get(i);
            LowRank w = weights.get(i);
            FloatMemory.store(w.a(), adapters.value(adapter.a), w.a().length);
            FloatMemory.store(w.b(), adapters.value(adapter.b), w.b().length);
        }
        return adapters;
    }

    private static List<ParameterShape> targets(LoraPlan plan, ModelConfig config) {
        List<ParameterShape> projections = config.parameters().stream()
                .filter(ParameterShape::isProjection)
                .toList();
        TreeSet<String> known = new TreeSet<>();
        projections.forEach(p -> known.add(module(p)));
        for (String target : plan.targets()) {
            if (!plan.everyProjection() && !known.contains(target)) {
                throw new InvalidInputException("lora: targets must be projections of a "
                        + config.architecture() + ", " + String.join(", ", known) + ", or "
                        + LoraPlan.ALL_LINEAR + "; got " + target);
            }
        }
        return projections.stream()
                .filter(p -> plan.everyProjection() || plan.targets().contains(module(p)))
                .toList();
    }

    /** {@code q_proj} of {@code model.layers.0.self_attn.q_proj.weight}. */
    private static String module(ParameterShape p) {
        String stem = p.name().substring(0, p.name().lastIndexOf('.'));
        return stem.substring(stem.lastIndexOf('.') + 1);
    }

    LoraPlan plan() {
        return plan;
    }

    /** The numbers by projection, copied. */
    List<LowRank> weights() {
        List<LowRank> weights = new ArrayList<>();
        for (Adapter adapter : all) {
            float[] a = new float[adapter.rank * adapter.into.in()];
            float[] b = new float[adapter.out * adapter.rank];
            FloatMemory.load(value(adapter.a), a, a.length);
            FloatMemory.load(value(adapter.b), b, b.length);
            weights.add(new LowRank(adapter.parameter, adapter.rank, adapter.scale, a, b));
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
            int from = Math.max(firstRow, adapter.firstRow);
            int to = Math.min(firstRow + width, adapter.firstRow + adapter.out);
            if (from < to) {
                long b = value(adapter.b + (long) (from - adapter.firstRow) * adapter.rank);
                long at = tile + (long) (from - firstRow) * Float.BYTES;
                Blas.bothTransposedMultiply(
                        w.in(),
                        to - from,
                        adapter.rank,
                        (float) adapter.scale,
                        value(adapter.a),
                        w.in(),
                        b,
                        adapter.rank,
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
            long a = value(adapter.a + firstColumn);
            long at = tile + (long) adapter.firstRow * PackedMatrix.WIDTH * Float.BYTES;
            Blas.multiply(
                    adapter.out,
                    width,
                    adapter.rank,
                    (float) adapter.scale,
                    value(adapter.b),
                    adapter.rank,
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
            long columns = dy + (long) adapter.firstRow * Float.BYTES;
            tasks.add((i, worker) -> addProduct(adapter, scratch.get(worker), columns, x, rows));
        }
    }

    private void addProduct(Adapter adapter, FloatMemory memory, long dy, long x, int rows) {
        int rank = adapter.rank;
        float scale = (float) adapter.scale;
        int in = adapter.into.in();
        int out = adapter.out;
        int stride = adapter.into.out();
        // u, then v: neither is needed beside the other.
        long narrow = memory.ensure((long) rows * rank);
        Blas.multiplyTransposed(rows, rank, in, 1, x, in, value(adapter.a), in, 0, narrow, rank);
        Blas.transposedMultiply(out, rank, rows, scale, dy, stride, narrow, rank, 1, gradient(adapter.b), rank);
        Blas.multiply(rows, rank, out, scale, dy, stride, value(adapter.b), rank, 0, narrow, rank);
        Blas.transposedMultiply(rank, in, rows, 1, narrow, rank, x, in, 1, gradient(adapter.a), in);
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
        return all.stream().mapToInt(Adapter::rank).max().orElse(0);
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

    /** Numbers that a plan trains. */
    static long count(LoraPlan plan, ModelConfig config) {
        return targets(plan, config).stream()
                .mapToLong(p ->
                        (long) plan.rank() * (p.shape().getFirst() + p.shape().getLast()))
                .sum();
    }

    @Override
    public void close() {
        values.close();
        gradients.close();
        scratch.forEach(FloatMemory::close);
    }
}
