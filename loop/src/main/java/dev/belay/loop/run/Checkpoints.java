package dev.belay.loop.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.LoopState;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * checkpoints/step-N: a Hugging Face folder, the fp32 master weights (the folder's own may be bf16), the optimizer's
 * moments and where the loop stands. A checkpoint appears under its name when it is complete and not before.
 */
public final class Checkpoints {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "step-";
    private static final String LOOP = "loop.json";
    private static final String OPTIMIZER = "optimizer.safetensors";
    static final String MASTERS = "masters.f32";
    private static final String PART = ".part";
    private static final int CHUNK = 1 << 20;

    private final Path folder;

    Checkpoints(Path folder) {
        this.folder = folder;
    }

    /** Writes a checkpoint and deletes all but the newest {@code keep}. */
    Path write(LanguageModel model, LoopState state, int keep) {
        Path done = folder.resolve(PREFIX + state.step());
        Path part = folder.resolve(done.getFileName() + PART);
        deleteUnfinished();
        Disk.writing(part, () -> {
            Files.createDirectories(part);
            model.save(part);
            model.saveOptimizer(part.resolve(OPTIMIZER));
            writeFloats(part.resolve(MASTERS), model.weights());
            Files.writeString(part.resolve(LOOP), json(state));
            Disk.deleteTree(done);
            return Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
        });
        List<Path> all = complete();
        all.subList(0, Math.max(0, all.size() - keep)).forEach(Disk::deleteTree);
        return done;
    }

    /** What a killed process left half-written. */
    private void deleteUnfinished() {
        Disk.list(folder).stream()
                .filter(path -> path.toString().endsWith(PART))
                .forEach(Disk::deleteTree);
    }

    /** The newest complete checkpoint. */
    public Optional<Path> latest() {
        List<Path> all = complete();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /**
     * Puts the fp32 master weights of a checkpoint into the model loaded from it, which has rounded ones where the folder
     * stores bf16; only with the masters does it answer as the policy of the run did at that step.
     *
     * @throws InvalidInputException when the checkpoint's masters cannot be read
     */
    public static void restoreWeights(Path checkpoint, LanguageModel model) {
        model.setWeights(readFloats(checkpoint.resolve(MASTERS)));
    }

    /** Complete checkpoints, oldest first. */
    public List<Path> complete() {
        List<Path> all = new ArrayList<>();
        for (Path path : Disk.list(folder)) {
            if (step(path) >= 0 && Files.exists(path.resolve(LOOP))) {
                all.add(path);
            }
        }
        all.sort(Comparator.comparingInt(Checkpoints::step));
        return all;
    }

    /**
     * Puts weights and optimizer back; the model must be of the shape that was saved.
     *
     * @throws InvalidInputException when a file of the checkpoint is damaged
     */
    static void restore(Path checkpoint, LanguageModel model) {
        reading(checkpoint, MASTERS, () -> model.setWeights(readFloats(checkpoint.resolve(MASTERS))));
        reading(checkpoint, OPTIMIZER, () -> model.loadOptimizer(checkpoint.resolve(OPTIMIZER)));
    }

    /** Every way in which a model may say that it cannot read a file means the same to who wants to resume. */
    private static void reading(Path checkpoint, String file, Runnable read) {
        try {
            read.run();
        } catch (InvalidInputException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException
                | UncheckedIOException e) {
            throw damaged(checkpoint, file, e);
        }
    }

    private static InvalidInputException damaged(Path checkpoint, String file, Exception e) {
        return new InvalidInputException(
                "checkpoint " + checkpoint + " is damaged (" + file + ": " + e.getMessage()
                        + "); delete it to resume from the one before",
                e);
    }

    /** @throws InvalidInputException when the checkpoint's loop.json is damaged */
    static LoopState state(Path checkpoint) {
        Path file = checkpoint.resolve(LOOP);
        try {
            JsonNode node = JSON.readTree(file.toFile());
            Map<String, String> stages = new TreeMap<>();
            node.path("stages")
                    .properties()
                    .forEach(p -> stages.put(p.getKey(), p.getValue().asText()));
            return new LoopState(
                    node.required("step").asInt(),
                    node.required("drawn").asLong(),
                    node.required("tokens").asLong(),
                    stages);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(checkpoint, LOOP, e);
        }
    }

    private static String json(LoopState state) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.put("step", state.step());
        node.put("drawn", state.drawn());
        node.put("tokens", state.tokens());
        ObjectNode stages = node.putObject("stages");
        new TreeMap<>(state.stages()).forEach(stages::put);
        return JSON.writeValueAsString(node);
    }

    /** N of step-N; -1 for anything else. */
    private static int step(Path path) {
        String name = path.getFileName().toString();
        return name.matches(PREFIX + "\\d{1,9}") ? Integer.parseInt(name.substring(PREFIX.length())) : -1;
    }

    private static void writeFloats(Path file, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int from = 0; from < values.length; from += CHUNK) {
                int n = Math.min(CHUNK, values.length - from);
                bytes.clear().limit(n * Float.BYTES);
                bytes.asFloatBuffer().put(values, from, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
    }

    private static float[] readFloats(Path file) {
        try (FileChannel in = FileChannel.open(file)) {
            if (in.size() % Float.BYTES != 0) {
                throw new InvalidInputException(
                        "its size must be a multiple of " + Float.BYTES + " bytes, got " + in.size());
            }
            float[] values = new float[Math.toIntExact(in.size() / Float.BYTES)];
            for (int from = 0; from < values.length; from += CHUNK) {
                int n = Math.min(CHUNK, values.length - from);
                FloatBuffer floats = in.map(MapMode.READ_ONLY, (long) from * Float.BYTES, (long) n * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
                floats.get(values, from, n);
            }
            return values;
        } catch (IOException e) {
            throw new InvalidInputException("cannot read the weights of a checkpoint, " + file, e);
        }
    }
}
