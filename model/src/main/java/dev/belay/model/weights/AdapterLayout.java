package dev.belay.model.weights;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.LowRank;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which projections have low-rank adapters (LoRA, arXiv 2106.09685), and where all their A (rank, in) and B (out, rank) stand in
 * one vector: projection by projection in checkpoint order, A in front of B.
 *
 * @param plan what was asked for
 * @param all adapters in order
 * @param count numbers of all of them
 */
public record AdapterLayout(LoraPlan plan, List<Adapter> all, long count) {
    public AdapterLayout {
        all = List.copyOf(all);
    }

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
    public record Adapter(
            ParameterShape parameter, Matrix into, int firstRow, int out, int rank, double scale, long a, long b) {
        /** Columns of A. */
        public int in() {
            return into.in();
        }

        /** New numbers of A as PEFT makes them, uniform in ±1/√in (Kaiming with a = √5); those of B are zero. */
        public float[] initialA(RandomKey key) {
            float[] numbers = new float[rank * in()];
            double bound = 1 / Math.sqrt(in());
            RandomKey stream = key.child(parameter.name());
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) ((2 * stream.uniform(i) - 1) * bound);
            }
            return numbers;
        }
    }

    /** What is to be made for a projection. */
    private record Wanted(ParameterShape parameter, int rank, double scale) {}

    /**
     * That of new adapters.
     *
     * @throws InvalidInputException when a target is no projection of the model, or the rank is not low
     */
    public static AdapterLayout of(LoraPlan plan, ModelConfig config, WeightMap map) {
        List<Wanted> wanted = new ArrayList<>();
        for (ParameterShape p : targets(plan, config)) {
            requireLowRank(plan, p);
            wanted.add(new Wanted(p, plan.rank(), plan.scale()));
        }
        return of(plan, wanted, map);
    }

    /** That of adapters with given numbers, in their order. */
    public static AdapterLayout of(LoraPlan plan, WeightMap map, List<LowRank> weights) {
        List<Wanted> wanted = weights.stream()
                .map(w -> new Wanted(w.parameter(), w.rank(), w.scale()))
                .toList();
        return of(plan, wanted, map);
    }

    private static AdapterLayout of(LoraPlan plan, List<Wanted> wanted, WeightMap map) {
        List<Adapter> all = new ArrayList<>();
        long next = 0;
        for (Wanted w : wanted) {
            ParameterShape p = w.parameter();
            int out = p.shape().getFirst();
            int in = p.shape().getLast();
            long a = next;
            long b = a + (long) w.rank() * in;
            next = b + (long) out * w.rank();
            long offset = map.offset(p.name());
            Matrix into = map.projectionAt(offset);
            int firstRow = Math.toIntExact((offset - into.offset()) / in);
            all.add(new Adapter(p, into, firstRow, out, w.rank(), w.scale(), a, b));
        }
        return new AdapterLayout(plan, all, next);
    }

    /** Numbers that a plan trains. */
    public static long count(LoraPlan plan, ModelConfig config) {
        return targets(plan, config).stream()
                .mapToLong(p ->
                        (long) plan.rank() * (p.shape().getFirst() + p.shape().getLast()))
                .sum();
    }

    /** The largest rank of one of them. */
    public int largestRank() {
        return all.stream().mapToInt(Adapter::rank).max().orElse(0);
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
}
