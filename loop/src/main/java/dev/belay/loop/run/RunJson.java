package dev.belay.loop.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.recipe.RecordWriter;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.InvalidInputException;
import dev.belay.model.ModelSpec;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.files.Json;
import dev.belay.model.hub.AdapterBase;
import dev.belay.model.hub.HubReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** run.json: everything needed to say what a run was, and to make it again. */
public final class RunJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int FORMAT = 1;
    private static final String REWARD_MODELS = "rewardModels";

    private RunJson() {}

    /** What a run was made from. */
    record Origin(
            Recipe recipe,
            Path modelFolder,
            ModelSpec model,
            Map<String, Path> rewardModels,
            ProblemSource train,
            @Nullable ProblemSource test) {}

    static void write(Path file, Origin origin, InstantSource clock) {
        Recipe recipe = origin.recipe();
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("format", FORMAT);
        run.put("name", recipe.name());
        run.put("started", clock.instant().toString());
        run.put("seed", recipe.seed());
        run.put("recipe", finite(new RecordWriter(Methods.ALL).write(recipe)));
        run.put("model", model(origin));
        if (!origin.rewardModels().isEmpty()) {
            run.put(REWARD_MODELS, rewardModels(origin.rewardModels()));
        }
        run.put("data", data(recipe, origin.train(), origin.test()));
        run.put("machine", Machine.describe());
        try {
            Disk.replace(file, JSON.writeValueAsString(run) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("run.json could not be written as JSON", e);
        }
    }

    /**
     * The recipe of the run that wrote the file.
     *
     * @throws InvalidInputException when it is not such a file, or the recipe does not fit this version
     */
    public static Recipe recipe(Path file) {
        JsonNode run = read(file);
        if (!(run.path("recipe") instanceof ObjectNode recipe)) {
            throw new InvalidInputException(file + " holds no \"recipe\"");
        }
        if (run.path("format").asInt() != FORMAT) {
            throw new InvalidInputException(
                    file + " has format " + run.path("format") + "; this version reads " + FORMAT);
        }
        return Recipe.of(YamlReader.parse(recipe.toString(), file.toString()));
    }

    /**
     * The model as the recipe names it, but one of the Hub at the commit the run began with: its branch may have moved.
     */
    static String model(Path file, Recipe recipe) {
        return atCommit(recipe.model(), read(file).path("model"));
    }

    /** A model that a reward names, as {@link #model}. */
    static String rewardModel(Path file, String reference) {
        return atCommit(reference, read(file).path(REWARD_MODELS).path(reference));
    }

    private static String atCommit(String reference, JsonNode model) {
        Path folder = Path.of(model.path("folder").asText());
        Path above = folder.getParent();
        if (!reference.startsWith(HubReference.PREFIX) || above == null || !above.endsWith("snapshots")) {
            return reference;
        }
        return HubReference.PREFIX + HubReference.parse(reference).repository() + "@" + folder.getFileName();
    }

    /** Files of the model that are not what they were when the run began. */
    static List<String> changedModelFiles(Path file, Path modelFolder) {
        return changed(read(file).path("model"), modelFolder);
    }

    /**
     * Files of the reward models that are not what they were when the run began, by the reference that names the model.
     *
     * @param locate where the model of a reference lies
     */
    static Map<String, List<String>> changedRewardModelFiles(Path file, Function<String, Path> locate) {
        Map<String, List<String>> changed = new LinkedHashMap<>();
        read(file)
                .path(REWARD_MODELS)
                .properties()
                .forEach(model -> changed.put(model.getKey(), changed(model.getValue(), locate.apply(model.getKey()))));
        return changed;
    }

    private static List<String> changed(JsonNode model, Path folder) {
        Map<String, String> now = Digests.files(folder);
        return model.path("sha256").properties().stream()
                .filter(p -> !p.getValue().asText().equals(now.get(p.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A run goes on only with the model it began with.
     *
     * @throws InvalidInputException naming a file that is another one now
     */
    static void requireSameModel(Path file, Path modelFolder) {
        requireUnchanged(file, read(file).path("model"), modelFolder);
    }

    /**
     * A run goes on only with the reward models it began with.
     *
     * @param folders where they lie, by the reference that names them
     * @throws InvalidInputException naming a file that is another one now
     */
    static void requireSameRewardModels(Path file, Map<String, Path> folders) {
        JsonNode then = read(file).path(REWARD_MODELS);
        folders.forEach((reference, folder) -> requireUnchanged(file, then.path(reference), folder));
    }

    private static void requireUnchanged(Path file, JsonNode model, Path folder) {
        List<String> changed = changed(model, folder);
        if (!changed.isEmpty()) {
            throw new InvalidInputException(place(folder, changed.getFirst())
                    + " is not the file this run began with (sha256 in " + file
                    + "); put it back, or start a new run");
        }
    }

    private static Path place(Path model, String file) {
        if (file.startsWith(Digests.BASE)) {
            Path base = AdapterBase.of(AdapterFolder.open(model)).find();
            return place(base, file.substring(Digests.BASE.length()));
        }
        return Files.isDirectory(model) ? model.resolve(file) : model;
    }

    /**
     * A run goes on, and is repeated, only with the problems it began with.
     *
     * @throws InvalidInputException naming data that are other ones now
     */
    static void requireSameData(Path file, Recipe recipe, ProblemSource train, @Nullable ProblemSource test) {
        JsonNode run = read(file);
        Map<String, Object> now = data(recipe, train, test);
        for (String part : now.keySet()) {
            JsonNode then = run.path("data").path(part);
            if (!then.isMissingNode() && !then.equals(JSON.valueToTree(now.get(part)))) {
                JsonNode path = run.path("recipe").path("data").path(part).path("path");
                throw new InvalidInputException("data." + part + (path.isTextual() ? " (" + path.asText() + ")" : "")
                        + " holds other problems than when the run began (sha256 in " + file
                        + "); put them back, or start a new run");
            }
        }
    }

    private static JsonNode read(Path file) {
        return Disk.reading(file, () -> {
            try {
                return JSON.readTree(Files.readString(file));
            } catch (JsonProcessingException e) {
                throw new InvalidInputException(file + " is not JSON: " + Json.fault(e), e);
            }
        });
    }

    private static Map<String, Object> model(Origin origin) {
        ModelSpec spec = origin.model();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("folder", origin.modelFolder().toAbsolutePath().normalize().toString());
        model.put("architecture", spec.architecture());
        model.put("parameters", spec.parameters());
        model.put("compute", spec.compute().name().toLowerCase(java.util.Locale.ROOT));
        model.put("device", spec.device().name().toLowerCase(java.util.Locale.ROOT));
        model.put("sha256", Digests.files(origin.modelFolder()));
        return model;
    }

    private static Map<String, Object> rewardModels(Map<String, Path> folders) {
        Map<String, Object> models = new LinkedHashMap<>();
        folders.forEach((reference, folder) ->
                models.put(reference, Map.of("folder", folder.toString(), "sha256", Digests.files(folder))));
        return models;
    }

    private static Map<String, Object> data(Recipe recipe, ProblemSource train, @Nullable ProblemSource test) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("train", digest(train.identity()));
        Recipe.TestData held = recipe.data().test();
        if (held != null && test != null) {
            data.put("test", digest(test.first(held.limit())));
        }
        return data;
    }

    private static Map<String, Object> digest(List<Problem> problems) {
        Map<String, Object> digest = new LinkedHashMap<>();
        digest.put("problemsDigested", problems.size());
        digest.put("sha256", Digests.problems(problems));
        return digest;
    }

    /** JSON has no infinity; the text {@code .inf} is read back as one. */
    private static @Nullable Object finite(@Nullable Object value) {
        return switch (value) {
            case Double d when d.isInfinite() -> d > 0 ? ".inf" : "-.inf";
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((k, v) -> out.put(String.valueOf(k), finite(v)));
                yield out;
            }
            case List<?> list -> list.stream().map(RunJson::finite).toList();
            case null -> null;
            default -> value;
        };
    }
}
