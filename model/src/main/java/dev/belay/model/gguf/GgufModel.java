package dev.belay.model.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.ConfigFile;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.files.Json;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A GGUF file as the Hugging Face folder it stands for: configuration, tokenizer with its chat template, and weights as
 * fp32 numbers.
 *
 * <pre>{@code
 * HfFolder folder = GgufModel.open(Path.of("model.Q4_K_M.gguf"));
 * }</pre>
 */
public final class GgufModel {
    /** How such files are named. */
    public static final String SUFFIX = ".gguf";

    private GgufModel() {}

    /** Whether a path is for {@link #open} rather than {@link HfFolder#open}: a file, not a folder. */
    public static boolean is(Path path) {
        return Files.isRegularFile(path);
    }

    /**
     * Reads and checks all but the numbers, which are read from the file when the weights are asked for, and the texts of
     * the tokens, which are read when the tokenizer is.
     *
     * @throws InvalidInputException when the file is damaged or holds something else than a model of a known family;
     *     the message names the file, the key or tensor, and the rule
     */
    public static HfFolder open(Path file) {
        // Unmapped some time after the tokenizer's files have been made of it, which can be done while weights are
        // read.
        GgufFile gguf = GgufReader.map(file, Arena.ofAuto());
        Architecture architecture = Architecture.of(gguf.metadata());
        ByteLevelBpe tokenizer = ByteLevelBpe.of(gguf.metadata());
        ConfigFile config = ConfigFile.parse(Json.pretty(architecture.config(gguf, tokenizer)), gguf.place());
        GgufTensors.require(gguf, config.model());
        byte[] generation = Json.pretty(generationConfig(tokenizer));
        Map<String, Supplier<byte[]>> companions = new TreeMap<>(tokenizer.files());
        companions.put("generation_config.json", () -> generation);
        return HfFolder.of(file, config, companions, TensorType.F32, () -> tensors(file, architecture, config));
    }

    private static GgufTensors tensors(Path file, Architecture architecture, ConfigFile config) {
        Arena arena = Arena.ofShared();
        try {
            GgufFile gguf = GgufReader.map(file, arena);
            GgufTensors.require(gguf, config.model());
            return new GgufTensors(arena, gguf, architecture, config.model());
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /** End of sequence, of turn and of message all end a completion. */
    private static ObjectNode generationConfig(ByteLevelBpe tokenizer) {
        ObjectNode root = Json.object();
        tokenizer.special("bos_token_id").ifPresent(id -> root.put("bos_token_id", id));
        Set<Integer> stops = new TreeSet<>();
        for (String key : List.of("eos_token_id", "eot_token_id", "eom_token_id")) {
            tokenizer.special(key).ifPresent(stops::add);
        }
        if (stops.size() == 1) {
            root.put("eos_token_id", stops.iterator().next());
        } else {
            stops.forEach(root.withArray("eos_token_id")::add);
        }
        tokenizer.special("padding_token_id").ifPresent(id -> root.put("pad_token_id", id));
        return root;
    }
}
