package dev.belay.model.weights;

import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.SafetensorsReader;
import dev.belay.model.checkpoint.SafetensorsWriter;
import dev.belay.model.checkpoint.StoredTensor;
import dev.belay.model.checkpoint.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What training goes on from, in host memory: the trained numbers in fp32, which a checkpoint may store in a narrower type,
 * the moments and the step count. The file is the same whichever engine wrote it.
 *
 * @param weights as fp32, row-major, in checkpoint order
 * @param first moments, as many
 * @param second moments, as many
 */
public record TrainingState(MemorySegment weights, MemorySegment first, MemorySegment second) {
    private static final String MASTER = "weights";
    private static final String FIRST = "exp_avg";
    private static final String SECOND = "exp_avg_sq";
    private static final String STEPS = "steps";
    private static final int STEPS_LOW_BITS = 20;

    /** Room for so many numbers. */
    public static TrainingState allocate(long count, Arena arena) {
        long bytes = count * Float.BYTES;
        return new TrainingState(
                arena.allocate(bytes, Float.BYTES),
                arena.allocate(bytes, Float.BYTES),
                arena.allocate(bytes, Float.BYTES));
    }

    /** @param taken optimizer steps */
    public void write(Path file, long taken) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment steps = arena.allocate(2L * Float.BYTES);
            TensorType.F32.set(steps, 0, (float) (taken >>> STEPS_LOW_BITS));
            TensorType.F32.set(steps, 1, (float) (taken & ((1 << STEPS_LOW_BITS) - 1)));
            List<StoredTensor> tensors = List.of(
                    vector(MASTER, weights),
                    vector(FIRST, first),
                    vector(SECOND, second),
                    new StoredTensor(STEPS, TensorType.F32, List.of(2L), steps));
            SafetensorsWriter.write(file, tensors, Map.of());
        }
    }

    /**
     * Fills the memory.
     *
     * @return optimizer steps taken
     * @throws InvalidInputException when the file is not the state of a model with as many trained numbers; nothing is
     *     written then
     */
    public long read(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            Map<String, StoredTensor> tensors = map(file, arena);
            StoredTensor storedWeights = require(file, tensors, MASTER, count(weights));
            StoredTensor storedFirst = require(file, tensors, FIRST, count(first));
            StoredTensor storedSecond = require(file, tensors, SECOND, count(second));
            MemorySegment steps = require(file, tensors, STEPS, 2).data();
            weights.copyFrom(storedWeights.data());
            first.copyFrom(storedFirst.data());
            second.copyFrom(storedSecond.data());
            long high = (long) TensorType.F32.get(steps, 0);
            return (high << STEPS_LOW_BITS) + (long) TensorType.F32.get(steps, 1);
        }
    }

    /**
     * Reads the weights alone.
     *
     * @throws InvalidInputException as {@link #read}
     */
    public static void readWeights(Path file, MemorySegment to) {
        try (Arena arena = Arena.ofConfined()) {
            to.copyFrom(require(file, map(file, arena), MASTER, count(to)).data());
        }
    }

    private static Map<String, StoredTensor> map(Path file, Arena arena) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("the training state " + file + " does not exist");
        }
        Map<String, StoredTensor> tensors = new HashMap<>();
        SafetensorsReader.map(file, arena).forEach(t -> tensors.put(t.name(), t));
        return tensors;
    }

    private static StoredTensor require(Path file, Map<String, StoredTensor> tensors, String name, long elements) {
        StoredTensor t = tensors.get(name);
        if (t == null || t.type() != TensorType.F32 || t.elements() != elements) {
            throw new InvalidInputException(file + " is not the training state of this model: " + name
                    + " must be " + elements + " numbers of f32, got "
                    + (t == null ? "nothing" : t.elements() + " of " + t.type()));
        }
        return t;
    }

    private static StoredTensor vector(String name, MemorySegment values) {
        return new StoredTensor(name, TensorType.F32, List.of(count(values)), values);
    }

    private static long count(MemorySegment values) {
        return values.byteSize() / Float.BYTES;
    }
}
