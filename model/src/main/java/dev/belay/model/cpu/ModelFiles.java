package dev.belay.model.cpu;

import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.SafetensorsReader;
import dev.belay.model.checkpoint.SafetensorsWriter;
import dev.belay.model.checkpoint.StoredTensor;
import dev.belay.model.checkpoint.TensorSource;
import dev.belay.model.checkpoint.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Parameters and training state to and from disk. */
final class ModelFiles {
    private static final String MASTER = "weights";
    private static final String FIRST = "exp_avg";
    private static final String SECOND = "exp_avg_sq";
    private static final String STEPS = "steps";
    private static final int STEPS_LOW_BITS = 20;

    private ModelFiles() {}

    /** Fills the parameters. The tokenizer, which is made by one thread, is made beside them. */
    static Tokenizer read(HfFolder folder, Parameters parameters, Workers workers) {
        List<Workers.Task> tasks = new ArrayList<>();
        AtomicReference<@Nullable Tokenizer> tokenizer = new AtomicReference<>();
        tasks.add((i, worker) -> tokenizer.set(folder.tokenizer()));
        try (TensorSource stored = folder.tensors()) {
            long offset = 0;
            for (ParameterShape p : folder.config().parameters()) {
                MemorySegment to = segment(parameters.value(offset), p.elements());
                tasks.add((i, worker) -> stored.read(p, to));
                offset += p.elements();
            }
            workers.run(tasks.size(), (i, worker) -> tasks.get(i).run(i, worker));
        }
        parameters.changed();
        return Objects.requireNonNull(tokenizer.get());
    }

    /** Reads all but the head: the blocks of a language model for a classifier of the same family and sizes. */
    static void readBlocks(HfFolder base, ModelConfig config, Parameters parameters, Workers workers) {
        List<ParameterShape> shapes =
                config.parameters().stream().filter(p -> !isHead(p)).toList();
        try (TensorSource stored = base.mergedTensors()) {
            workers.run(shapes.size(), (i, worker) -> {
                ParameterShape p = shapes.get(i);
                stored.read(p, segment(parameters.value(parameters.map.offset(p.name())), p.elements()));
            });
        }
    }

    /** Whether a parameter belongs to a classification head. */
    static boolean isHead(ParameterShape p) {
        return p.name().equals(OutputHead.Classification.WEIGHT) || p.name().equals(OutputHead.Classification.BIAS);
    }

    /** The parameters under their names, not copied. */
    static List<StoredTensor> tensors(ModelConfig config, Parameters parameters) {
        List<StoredTensor> tensors = new ArrayList<>();
        long offset = 0;
        for (ParameterShape p : config.parameters()) {
            List<Long> shape = p.shape().stream().map(Integer::longValue).toList();
            tensors.add(
                    new StoredTensor(p.name(), TensorType.F32, shape, segment(parameters.value(offset), p.elements())));
            offset += p.elements();
        }
        return tensors;
    }

    /** The trained numbers in fp32, which a checkpoint may store in a narrower type, the moments and the step count. */
    static void writeTrainingState(Path file, TrainedVector trained, AdamW optimizer) {
        long n = trained.count();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment steps = arena.allocate(2L * Float.BYTES);
            TensorType.F32.set(steps, 0, (float) (optimizer.steps() >>> STEPS_LOW_BITS));
            TensorType.F32.set(steps, 1, (float) (optimizer.steps() & ((1 << STEPS_LOW_BITS) - 1)));
            List<StoredTensor> tensors = List.of(
                    vector(MASTER, trained.value(0), n),
                    vector(FIRST, optimizer.firstMoments(), n),
                    vector(SECOND, optimizer.secondMoments(), n),
                    new StoredTensor(STEPS, TensorType.F32, List.of(2L), steps));
            SafetensorsWriter.write(file, tensors, Map.of());
        }
    }

    static void readWeights(Path file, TrainedVector trained) {
        try (Arena arena = Arena.ofConfined()) {
            long n = trained.count();
            segment(trained.value(0), n)
                    .copyFrom(require(file, state(file, arena), MASTER, n).data());
        }
        trained.changed();
    }

    private static Map<String, StoredTensor> state(Path file, Arena arena) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("the training state " + file + " does not exist");
        }
        Map<String, StoredTensor> tensors = new HashMap<>();
        SafetensorsReader.map(file, arena).forEach(t -> tensors.put(t.name(), t));
        return tensors;
    }

    static void readTrainingState(Path file, TrainedVector trained, AdamW optimizer) {
        try (Arena arena = Arena.ofConfined()) {
            Map<String, StoredTensor> tensors = state(file, arena);
            long n = trained.count();
            StoredTensor master = require(file, tensors, MASTER, n);
            StoredTensor first = require(file, tensors, FIRST, n);
            StoredTensor second = require(file, tensors, SECOND, n);
            MemorySegment steps = require(file, tensors, STEPS, 2).data();
            segment(trained.value(0), n).copyFrom(master.data());
            segment(optimizer.firstMoments(), n).copyFrom(first.data());
            segment(optimizer.secondMoments(), n).copyFrom(second.data());
            long high = (long) TensorType.F32.get(steps, 0);
            optimizer.setSteps((high << STEPS_LOW_BITS) + (long) TensorType.F32.get(steps, 1));
        }
        trained.changed();
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

    private static StoredTensor vector(String name, long address, long n) {
        return new StoredTensor(name, TensorType.F32, List.of(n), segment(address, n));
    }

    private static MemorySegment segment(long address, long n) {
        return FloatMemory.segment(address, n);
    }
}
