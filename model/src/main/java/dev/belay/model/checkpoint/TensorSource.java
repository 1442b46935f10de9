package dev.belay.model.checkpoint;

import java.lang.foreign.MemorySegment;

/** Where a model's numbers are read from, on any thread. To be closed, on any thread. */
public interface TensorSource extends AutoCloseable {
    /**
     * Reads one parameter.
     *
     * @param parameter one of {@link ModelConfig#parameters()}
     * @param to room for its numbers as fp32, row-major, in the machine's byte order
     * @throws dev.belay.model.InvalidInputException when it is missing, has another shape, or holds a number that is not
     *     finite
     */
    void read(ParameterShape parameter, MemorySegment to);

    @Override
    void close();
}
