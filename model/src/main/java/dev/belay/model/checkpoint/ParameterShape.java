package dev.belay.model.checkpoint;

import java.util.List;

/**
 * One tensor of a checkpoint.
 *
 * @param name as Hugging Face names it
 * @param shape row-major; a projection is (out, in)
 */
public record ParameterShape(String name, List<Integer> shape) {
    public ParameterShape {
        shape = List.copyOf(shape);
    }

    /** Whether it is a matrix inside a block, the kind that low-rank adapters are for. */
    public boolean isProjection() {
        return name.endsWith("_proj.weight");
    }

    public long elements() {
        long n = 1;
        for (int d : shape) {
            n *= d;
        }
        return n;
    }
}
