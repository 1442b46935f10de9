package dev.belay.lab.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.loop.run.RunDirectory;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Where runs came from, as their run.json says. */
public final class Provenance {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Provenance() {}

    /** The machine of the first run, with a warning when others ran elsewhere or on other versions. */
    static Map<String, Object> of(List<PlannedRun> runs) {
        Map<String, Object> facts = new LinkedHashMap<>(section(runs.getFirst().folder(), "machine"));
        TreeSet<String> started = new TreeSet<>();
        TreeSet<String> machines = new TreeSet<>();
        for (PlannedRun run : runs) {
            JsonNode json = json(run.folder());
            started.add(json.path("started").asText());
            machines.add(json.path("machine").toString());
        }
        facts.put("first run started", started.first());
        if (machines.size() > 1) {
            facts.put("attention", "the runs were made on " + machines.size() + " different machines or versions");
        }
        return facts;
    }

    /** One object of a run's run.json, such as {@code machine} or {@code model}. */
    public static Map<String, Object> section(Path runFolder, String name) {
        return JSON.convertValue(json(runFolder).path(name), new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    private static JsonNode json(Path runFolder) {
        Path file = new RunDirectory(runFolder).runJson();
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + " is not JSON: " + Json.fault(e), e);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }
}
