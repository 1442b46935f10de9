package dev.belay.model.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenPrompt;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.weights.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A folder under {@code resources/parity}: a checkpoint or a tokenizer, with golden.json beside it. */
record Fixture(Path folder, JsonNode golden) {
    static Fixture of(String name) {
        Path folder = folder(name);
        try {
            return new Fixture(
                    folder,
                    new ObjectMapper().readTree(folder.resolve("golden.json").toFile()));
        } catch (IOException e) {
            throw new AssertionError("run tools/parity to make " + folder, e);
        }
    }

    static Path folder(String name) {
        return Path.of("src", "test", "resources", "parity", name);
    }

    CpuModel model() {
        return CpuModel.load(folder, Dtype.FP32, Device.CPU);
    }

    LanguageModel model(Engine engine) {
        return engine.load(folder, Dtype.FP32);
    }

    ModelConfig config() {
        return ModelSource.open(folder).config();
    }

    /** The 64 most probable tokens behind each prompt are those of the golden file. */
    void requireGreedy(LanguageModel model) {
        for (JsonNode row : golden.get("greedy")) {
            TokenPrompt prompt = new TokenPrompt(RandomKey.of(0), ints(row.get("prompt")));
            SamplingPlan plan = new SamplingPlan(LogitWarp.GREEDY, 64, Set.of());
            assertThat(model.generate(List.of(prompt), 1, plan).getFirst().tokens())
                    .as("smallest gap between the best two logits is %s", row.get("smallest_gap"))
                    .containsExactly(ints(row.get("tokens")));
        }
    }

    static int[] ints(JsonNode list) {
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).intValue();
        }
        return values;
    }

    static float[] floats(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).floatValue();
        }
        return values;
    }
}
