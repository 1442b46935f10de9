package dev.belay.model.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.BackwardPlan;
import dev.belay.model.ClassifierSpec.Unit;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.cpu.CpuClassifier;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Classifiers within 1e-4 of what transformers gives for padded batches; company changes nothing beyond 1e-5. */
class ClassifierParityTest {
    /** As named in tools/parity/make_models.py, where it says what each is there for. */
    static final List<String> SEQUENCES = List.of("qwen2-reward", "llama-labels", "olmo2-labels-bf16");

    static final List<String> TOKENS = List.of("qwen3-tokens", "mistral-tokens");

    static final List<String> ALL =
            Stream.concat(SEQUENCES.stream(), TOKENS.stream()).toList();

    @TempDir
    private Path folder;

    private static CpuClassifier open(Path path) {
        return CpuClassifier.load(path, Dtype.FP32, Device.CPU);
    }

    private static List<int[]> sequences(Fixture fixture) {
        List<int[]> all = new ArrayList<>();
        fixture.golden().get("sequences").forEach(ids -> all.add(Fixture.ints(ids)));
        return all;
    }

    @ParameterizedTest
    @FieldSource("SEQUENCES")
    void sequenceLogits_equalTransformers(String name) {
        Fixture fixture = Fixture.of(name);
        try (CpuClassifier model = open(fixture.folder())) {
            assertThat(model.spec().unit()).isEqualTo(Unit.SEQUENCE);
            float[][] logits = model.sequenceLogits(sequences(fixture));
            for (String side : List.of("padded_right", "padded_left")) {
                JsonNode golden = fixture.golden().get(side);
                assertThat(logits).hasNumberOfRows(golden.size());
                for (int s = 0; s < logits.length; s++) {
                    assertThat(logits[s])
                            .as("%s, sequence %d", side, s)
                            .containsExactly(Fixture.floats(golden.get(s)), within(1e-4f));
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("TOKENS")
    void tokenLogits_equalTransformers(String name) {
        Fixture fixture = Fixture.of(name);
        try (CpuClassifier model = open(fixture.folder())) {
            assertThat(model.spec().unit()).isEqualTo(Unit.TOKEN);
            float[][][] logits = model.tokenLogits(sequences(fixture));
            for (String side : List.of("padded_right", "padded_left")) {
                JsonNode golden = fixture.golden().get(side);
                assertThat(logits.length).isEqualTo(golden.size());
                for (int s = 0; s < logits.length; s++) {
                    assertThat(logits[s]).hasNumberOfRows(golden.get(s).size());
                    for (int t = 0; t < logits[s].length; t++) {
                        assertThat(logits[s][t])
                                .as("%s, sequence %d, token %d", side, s, t)
                                .containsExactly(Fixture.floats(golden.get(s).get(t)), within(1e-4f));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void labels_areThoseOfTransformers(String name) {
        Fixture fixture = Fixture.of(name);
        List<String> labels = new ArrayList<>();
        fixture.golden().get("labels").forEach(label -> labels.add(label.asText()));
        try (CpuClassifier model = open(fixture.folder())) {
            assertThat(model.spec().labels()).isEqualTo(labels);
        }
    }

    /** The gradient of a sum of logits with random weights, all sequences at once; they share beginnings, torch's do not. */
    @ParameterizedTest
    @FieldSource("ALL")
    void backward_weightedLogits_equalsAutograd(String name) {
        Fixture fixture = Fixture.of(name);
        List<int[]> sequences = sequences(fixture);
        JsonNode golden = fixture.golden().get("weights");
        try (CpuClassifier model = open(fixture.folder());
                Arena arena = Arena.ofConfined()) {
            for (BackwardPlan plan : List.of(BackwardPlan.PLAIN, new BackwardPlan(true, 3))) {
                model.setBackwardPlan(plan);
                model.zeroGradients();
                model.backward(sequences, (logits, gradients) -> fill(gradients, golden));
                Gradients.requireEqual(
                        fixture.folder(), HfFolder.open(fixture.folder()).config(), model.gradients(), arena);
            }
        }
    }

    private static void fill(float[][][] gradients, JsonNode golden) {
        for (int s = 0; s < gradients.length; s++) {
            float[] flat = Fixture.floats(golden.get(s));
            int at = 0;
            for (float[] each : gradients[s]) {
                System.arraycopy(flat, at, each, 0, each.length);
                at += each.length;
            }
            assertThat(at).isEqualTo(flat.length);
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void logits_inOtherCompany_areThoseOfTheSequenceAlone(String name) {
        Fixture fixture = Fixture.of(name);
        List<int[]> sequences = sequences(fixture);
        // Several passes: the list is longer than what goes through the blocks at a time.
        List<int[]> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.addAll(sequences.reversed());
        }
        try (CpuClassifier model = open(fixture.folder())) {
            float[][] together = model.sequenceLogits(many);
            float[][][] tokens = model.tokenLogits(many);
            for (int s = 0; s < sequences.size(); s++) {
                List<int[]> one = List.of(sequences.get(s));
                float[] alone = model.sequenceLogits(one)[0];
                float[][] eachAlone = model.tokenLogits(one)[0];
                int first = sequences.size() - 1 - s;
                for (int at : new int[] {first, first + 59 * sequences.size()}) {
                    assertThat(together[at]).containsExactly(alone, within(1e-5f));
                    for (int t = 0; t < eachAlone.length; t++) {
                        assertThat(tokens[at][t]).containsExactly(eachAlone[t], within(1e-5f));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void tokenLogits_doNotDependOnWhatFollows(String name) {
        int[] text = sequences(Fixture.of(name)).getLast();
        try (CpuClassifier model = open(Fixture.folder(name))) {
            float[][] whole = model.tokenLogits(List.of(text))[0];
            int[] beginning = java.util.Arrays.copyOf(text, 20);
            assertThat(model.tokenLogits(List.of(beginning))[0][19]).containsExactly(whole[19], within(1e-5f));
            assertThat(model.sequenceLogits(List.of(beginning))[0]).containsExactly(whole[19], within(1e-5f));
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void convert_andLoad_givesTheSameLogits(String name) {
        Fixture fixture = Fixture.of(name);
        HfFolder.open(fixture.folder()).convert(folder, TensorType.F32);
        try (CpuClassifier before = open(fixture.folder());
                CpuClassifier after = open(folder)) {
            assertThat(after.sequenceLogits(sequences(fixture)))
                    .isDeepEqualTo(before.sequenceLogits(sequences(fixture)));
        }
    }

    @Test
    void load_configWithoutLabels_followsTheStoredHead() throws IOException {
        Path source = Fixture.folder("qwen2-reward");
        for (String file : List.of("model.safetensors", "tokenizer.json")) {
            Files.copy(source.resolve(file), folder.resolve(file));
        }
        String config = Files.readString(source.resolve("config.json"));
        String silent = config.replaceAll("\"(id2label|label2id)\": \\{[^}]*},", "");
        assertThat(silent).doesNotContain("LABEL").isNotEqualTo(config);
        Files.writeString(folder.resolve("config.json"), silent);
        try (CpuClassifier model = open(folder)) {
            assertThat(model.spec().labels()).containsExactly("LABEL_0");
        }
    }
}
