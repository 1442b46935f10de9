package dev.belay.model.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.cpu.CpuModel;
import java.io.IOException;
import java.nio.file.Path;

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
