package dev.belay.loop.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.LoopState;
import dev.belay.loop.update.Critic;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * checkpoints/step-N: a Hugging Face folder, or with {@code lora} one that PEFT loads, the model's training state (trained
 * fp32 weights, for the folder's own may be bf16, and the optimizer's moments), that of the value model if there is one, and
 * where the loop stands. A checkpoint appears under its name when it is complete and not before; the checksums of its training
 * states are in loop.json.
 */
public final class Checkpoints {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "step-";
    private static final String LOOP = "loop.json";
    static final String TRAINING_STATE = "training-state.safetensors";
    static final String CRITIC_STATE = "critic-state.safetensors";
    private static final String CHECKSUM = "crc32c";
    private static final String CRITIC_CHECKSUM = "criticCrc32c";
    private static final String PART = ".part";
    private static final int CHUNK = 1 << 20;

    private final Path folder;

    Checkpoints(Path folder) {
        this.folder = folder;
    }

    /** Writes a checkpoint and deletes all but the newest {@code keep}. */
    Path write(LanguageModel model, @Nullable Critic critic, LoopState state, int keep) {
        Path done = folder.resolve(PREFIX + state.step());
        Path part = folder.resolve(done.getFileName() + PART);
        deleteUnfinished();
        try {
            Disk.writing(done, () -> {
                Files.createDirectories(part);
                model.save(part);
                model.saveTrainingState(part.resolve(TRAINING_STATE));
                ObjectNode loop = json(state).put(CHECKSUM, checksum(part.resolve(TRAINING_STATE)));
                if (critic != null) {
                    critic.save(part.resolve(CRITIC_STATE));
                    loop.put(CRITIC_CHECKSUM, checksum(part.resolve(CRITIC_STATE)));
                }
                Files.writeString(part.resolve(LOOP), JSON.writeValueAsString(loop));
                Disk.deleteTree(done);
                return Files.move(part, done, StandardCopyOption.ATOMIC_MOVE);
            });
        } catch (RuntimeException e) {
            forget(part, e);
            throw e;
        }
        List<Path> all = complete();
        all.subList(0, Math.max(0, all.size() - keep)).forEach(Disk::deleteTree);
        return done;
    }

    /** A half of a checkpoint serves nobody and holds room on a disk that may be full. */
    private static void forget(Path part, RuntimeException why) {
        try {
            Disk.deleteTree(part);
        } catch (InvalidInputException e) {
            why.addSuppressed(e);
        }
    }

    /** Deletes what a killed process left half-written. */
    void deleteUnfinished() {
        Disk.list(folder).stream()
                .filter(path -> path.toString().endsWith(PART))
                .forEach(Disk::deleteTree);
    }

    /** The newest complete checkpoint. */
    public Optional<Path> latest() {
        List<Path> all = complete();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
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
     * Puts weights and optimizer back, so that training goes on as if never interrupted.
     *
     * @param model of the shape that was saved
     * @param critic likewise
     * @throws InvalidInputException when a file of the checkpoint is damaged
     */
    static void restore(Path checkpoint, LanguageModel model, @Nullable Critic critic) {
        reading(checkpoint, TRAINING_STATE, CHECKSUM, model::loadTrainingState);
        if (critic != null) {
            reading(checkpoint, CRITIC_STATE, CRITIC_CHECKSUM, critic::load);
        }
    }

    /**
     * Puts the weights back. A model loaded from the checkpoint's folder has rounded ones where that stores bf16; only
     * after this does it answer as the policy of the run did at that step.
     *
     * @param model of the shape that was saved
     * @throws InvalidInputException when a file of the checkpoint is damaged
     */
    public static void restoreWeights(Path checkpoint, LanguageModel model) {
        reading(checkpoint, TRAINING_STATE, CHECKSUM, model::loadWeights);
    }

    private static void reading(Path checkpoint, String name, String checksum, Consumer<Path> load) {
        Path file = checkpoint.resolve(name);
        String expected = read(checkpoint).path(checksum).asText();
        try {
            if (Files.notExists(file)) {
                throw new InvalidInputException("it is missing");
            }
            String found = checksum(file);
            if (!found.equals(expected)) {
                throw new InvalidInputException("its CRC-32C is " + found + ", loop.json says " + expected);
            }
            load.accept(file);
        } catch (InvalidInputException | IOException e) {
            throw damaged(checkpoint, name, e);
        }
    }

    private static String checksum(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel in = FileChannel.open(file)) {
            while (in.read(bytes.clear()) >= 0) {
                crc.update(bytes.flip());
            }
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static InvalidInputException damaged(Path checkpoint, String file, Exception e) {
        return new InvalidInputException(
                "checkpoint " + checkpoint + " is damaged (" + file + ": " + e.getMessage()
                        + "); delete it to resume from the one before",
                e);
    }

    /** @throws InvalidInputException when the checkpoint's loop.json is damaged */
    static LoopState state(Path checkpoint) {
        try {
            JsonNode node = read(checkpoint);
            Map<String, String> stages = new TreeMap<>();
            node.path("stages")
                    .properties()
                    .forEach(p -> stages.put(p.getKey(), p.getValue().asText()));
            return new LoopState(
                    node.required("step").asInt(),
                    node.required("drawn").asLong(),
                    node.required("tokens").asLong(),
                    stages);
        } catch (IllegalArgumentException e) {
            throw damaged(checkpoint, LOOP, e);
        }
    }

    private static JsonNode read(Path checkpoint) {
        try {
            return JSON.readTree(checkpoint.resolve(LOOP).toFile());
        } catch (IOException e) {
            throw damaged(checkpoint, LOOP, e);
        }
    }

    private static ObjectNode json(LoopState state) {
        ObjectNode node = JSON.createObjectNode();
        node.put("step", state.step());
        node.put("drawn", state.drawn());
        node.put("tokens", state.tokens());
        ObjectNode stages = node.putObject("stages");
        new TreeMap<>(state.stages()).forEach(stages::put);
        return node;
    }

    /** N of step-N; -1 for anything else. */
    private static int step(Path path) {
        String name = path.getFileName().toString();
        return name.matches(PREFIX + "\\d{1,9}") ? Integer.parseInt(name.substring(PREFIX.length())) : -1;
    }
}
