package dev.belay.model.cpu;

import dev.belay.model.Tokenizer;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.StoredTensor;
import dev.belay.model.checkpoint.TensorSource;
import dev.belay.model.weights.TrainingState;
import dev.belay.model.weights.WeightMap;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Parameters and training state to and from disk. */
final class ModelFiles {
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
        List<ParameterShape> shapes = config.parameters().stream()
                .filter(p -> !OutputHead.Classification.holds(p))
                .toList();
        try (TensorSource stored = base.mergedTensors()) {
            workers.run(shapes.size(), (i, worker) -> {
                ParameterShape p = shapes.get(i);
                stored.read(p, segment(parameters.value(parameters.map.offset(p.name())), p.elements()));
            });
        }
    }

    /** The parameters under their names, not copied. */
    static List<StoredTensor> tensors(ModelConfig config, Parameters parameters) {
        return WeightMap.tensors(config, segment(parameters.value(0), parameters.count));
    }

    /** The trained numbers, the moments and the step count. */
    static void writeTrainingState(Path file, TrainedVector trained, AdamW optimizer) {
        state(trained, optimizer).write(file, optimizer.steps());
    }

    static void readTrainingState(Path file, TrainedVector trained, AdamW optimizer) {
        optimizer.setSteps(state(trained, optimizer).read(file));
        trained.changed();
    }

    static void readWeights(Path file, TrainedVector trained) {
        TrainingState.readWeights(file, segment(trained.value(0), trained.count()));
        trained.changed();
    }

    private static TrainingState state(TrainedVector trained, AdamW optimizer) {
        long n = trained.count();
        return new TrainingState(
                segment(trained.value(0), n),
                segment(optimizer.firstMoments(), n),
                segment(optimizer.secondMoments(), n));
    }

    private static MemorySegment segment(long address, long n) {
        return FloatMemory.segment(address, n);
    }
}
