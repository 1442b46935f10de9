package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.TensorSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of a GGUF file under the names, and in the row order, of Hugging Face. */
final class GgufTensors implements TensorSource {
    private final Arena arena;
    private final GgufFile file;
    private final Architecture architecture;
    private final ModelConfig config;

    /** @param arena that the file is mapped in; closed with this */
    GgufTensors(Arena arena, GgufFile file, Architecture architecture, ModelConfig config) {
        this.arena = arena;
        this.file = file;
        this.architecture = architecture;
        this.config = config;
    }

    /** Checks that the tensors of a file are exactly those of a model. */
    static void require(GgufFile file, ModelConfig config) {
        Set<String> unknown = new TreeSet<>(file.tensors().keySet());
        unknown.remove(RopeFactors.TENSOR);
        for (ParameterShape parameter : config.parameters()) {
            unknown.remove(get(file, config, parameter).name());
        }
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(file.place() + ": " + unknown.size() + " tensors are not part of a "
                    + config.architecture() + " with these keys: "
                    + String.join(", ", unknown.stream().limit(5).toList()) + (unknown.size() > 5 ? ", …" : ""));
        }
    }

    private static GgufTensor get(GgufFile file, ModelConfig config, ParameterShape parameter) {
        String name = TensorNames.of(parameter.name(), config.family().norms());
        GgufTensor tensor = file.tensors().get(name);
        List<Long> shape = parameter.shape().stream().map(Integer::longValue).toList();
        if (tensor == null) {
            throw new InvalidInputException(
                    file.place() + ": tensor " + name + " is missing; the keys ask for it with shape " + shape);
        }
        if (!tensor.shape().equals(shape)) {
            throw new InvalidInputException(file.place() + ": tensor " + name + " must have shape " + shape
                    + " by the keys, got " + tensor.shape());
        }
        return tensor;
    }

    @Override
    public void read(ParameterShape parameter, MemorySegment to) {
        GgufTensor tensor = get(file, config, parameter);
        boolean rotary =
                parameter.name().endsWith("q_proj.weight") || parameter.name().endsWith("k_proj.weight");
        if (architecture.interleaved() && rotary) {
            readRotary(tensor, to);
        } else {
            tensor.read(0, tensor.rows(), to);
        }
    }

    /**
     * Undoes the order in which row 2j + h of a head is row j of its half h: neighbours are the pairs that rotate
     * together there, here they are half a head apart.
     */
    private void readRotary(GgufTensor tensor, MemorySegment to) {
        int size = config.headSize();
        long rowBytes = tensor.rowValues() * Float.BYTES;
        for (long row = 0; row < tensor.rows(); row++) {
            long head = row / size * size;
            long inHead = row % size;
            long from = head + inHead % (size / 2) * 2 + inHead / (size / 2);
            tensor.read(from, 1, to.asSlice(row * rowBytes, rowBytes));
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
