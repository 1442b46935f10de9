package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.StoredTensor;
import dev.belay.model.checkpoint.TensorType;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuClassifierTest {
    /** <pad> is 0, <eos> is 1, then a to h: 10 tokens. */
    private static final CharacterVocabulary VOCABULARY = CharacterVocabulary.of("abcdefgh");

    private static final ModelConfig BASE =
            ModelConfig.qwen2(10, 16, 2, 4, 2, 20).withPadTokenId(0);

    private static final OutputHead THREE = OutputHead.Classification.ofSequences("a", "b", "c");

    @TempDir
    private Path folder;

    /** A folder of random weights, with the head given. */
    private Path save(ModelConfig config) {
        try (Arena arena = Arena.ofConfined()) {
            List<StoredTensor> tensors = new ArrayList<>();
            for (ParameterShape p : config.parameters()) {
                RandomKey key = RandomKey.of(3).child(p.name());
                MemorySegment values = arena.allocate(p.elements() * Float.BYTES, Float.BYTES);
                for (long i = 0; i < p.elements(); i++) {
                    TensorType.F32.set(values, i, (float) (key.uniform(i) - 0.5));
                }
                List<Long> shape = p.shape().stream().map(Integer::longValue).toList();
                tensors.add(new StoredTensor(p.name(), TensorType.F32, shape, values));
            }
            HfFolder.create(config, TensorType.F32, VOCABULARY.files()).save(folder, tensors, null);
        }
        return folder;
    }

    private CpuClassifier open(ModelConfig config) {
        return CpuClassifier.load(save(config), Dtype.FP32, Device.CPU);
    }

    @Test
    void sequenceLogits_readAtTheLastTokenThatIsNoPadding() {
        try (CpuClassifier model = open(BASE.withHead(THREE))) {
            int[] text = {4, 3, 0, 7, 5};
            float[][] atEveryToken = model.tokenLogits(List.of(text))[0];
            List<int[]> padded = List.of(text, new int[] {4, 3, 0, 7, 5, 0, 0}, new int[] {4, 3, 0}, new int[] {0, 0});
            float[][] logits = model.sequenceLogits(padded);
            assertThat(logits[0]).containsExactly(atEveryToken[4], within(1e-5f));
            assertThat(logits[1]).containsExactly(atEveryToken[4], within(1e-5f));
            assertThat(logits[2]).containsExactly(atEveryToken[1], within(1e-5f));
            // Nothing but padding: transformers' argmax over zeros is the first place.
            float[][] padding = model.tokenLogits(List.of(new int[] {0, 0}))[0];
            assertThat(logits[3]).containsExactly(padding[0], within(1e-5f));
        }
    }

    @Test
    void sequenceLogits_withoutPaddingToken_readAtTheLastToken() {
        try (CpuClassifier model = open(BASE.withPadTokenId(null).withHead(THREE))) {
            int[] text = {4, 3, 0};
            assertThat(model.sequenceLogits(List.of(text))[0])
                    .containsExactly(model.tokenLogits(List.of(text))[0][2], within(1e-5f));
        }
    }

    @Test
    void tokenLogits_areTheCallersOwn() {
        try (CpuClassifier model = open(BASE.withHead(THREE))) {
            int[] text = {4, 3};
            float[][][] logits = model.tokenLogits(List.of(text, text));
            float kept = logits[1][1][0];
            logits[0][1][0] = 99;
            assertThat(logits[1][1][0]).isEqualTo(kept);
        }
    }

    @Test
    void logits_ofNothing_areNone() {
        try (CpuClassifier model = open(BASE.withHead(THREE))) {
            assertThat(model.sequenceLogits(List.of())).isEmpty();
            assertThat(model.tokenLogits(List.of())).isEmpty();
        }
    }

    @Test
    void logits_badSequences_areRefused() {
        try (CpuClassifier model = open(BASE.withHead(THREE))) {
            refused(model, new int[0], "a sequence to classify needs at least one token");
            refused(model, new int[2049], "a sequence of 2049 tokens does not fit the model's context");
            refused(model, new int[] {10}, "a token id must be in [0, vocab_size = 10), got 10");
        }
    }

    private static void refused(CpuClassifier model, int[] sequence, String message) {
        assertThatThrownBy(() -> model.sequenceLogits(List.of(new int[] {1}, sequence)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void load_languageModel_isRefusedAndSoIsTheReverse() {
        save(BASE);
        assertThatThrownBy(() -> CpuClassifier.load(folder, Dtype.AUTO, Device.CPU))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has no classification head");
        save(BASE.withHead(THREE));
        assertThatThrownBy(() -> CpuModel.load(folder, Dtype.AUTO, Device.CPU))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a language model is needed here");
        assertThatThrownBy(() -> CpuModel.random(BASE.withHead(THREE), Models.NO_TOKENIZER, RandomKey.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_twice_isHarmlessAndEndsUse() {
        CpuClassifier model = open(BASE.withHead(THREE));
        model.close();
        model.close();
        Path file = folder.resolve("state.safetensors");
        List<ThrowingCallable> uses = List.of(
                () -> model.sequenceLogits(List.of(new int[] {1})),
                () -> model.backward(List.of(new int[] {1}), (logits, gradients) -> {}),
                () -> model.update(OptimizerPlan.adamW(1e-3)),
                model::zeroGradients,
                model::gradients,
                model::weights,
                () -> model.setWeights(new float[0]),
                () -> model.save(folder),
                () -> model.saveTrainingState(file),
                () -> model.loadTrainingState(file));
        for (ThrowingCallable use : uses) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessage("the model is closed");
        }
    }

    @Test
    void memoryFor_isAboveWhatIsHeldHoweverManySequences() {
        ModelConfig config =
                ModelConfig.qwen2(10, 64, 2, 4, 2, 96).withHead(OutputHead.Classification.ofTokens("x", "y"));
        List<int[]> sequences = new ArrayList<>();
        for (int s = 0; s < 40; s++) {
            sequences.add(Models.ids(s, 400, 10));
        }
        try (CpuClassifier model = open(config)) {
            model.tokenLogits(sequences);
            long planned = model.memoryFor(400).total();
            assertThat(planned).isGreaterThanOrEqualTo(model.bytes());
            assertThat((double) planned).isLessThan(1.5 * model.bytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 1", "true, 3"})
    void memoryForTraining_isAboveWhatIsHeldAfterAnUpdate(boolean checkpointing, int chunks) {
        ModelConfig config = ModelConfig.qwen2(10, 64, 2, 4, 2, 96).withHead(OutputHead.Classification.ofTokens("v"));
        BackwardPlan plan = new BackwardPlan(checkpointing, chunks);
        List<int[]> sequences = new ArrayList<>();
        for (int s = 0; s < 8; s++) {
            sequences.add(Models.ids(s, 400, 10));
        }
        try (CpuClassifier model = open(config)) {
            model.setBackwardPlan(plan);
            model.tokenLogits(sequences);
            for (int update = 0; update < 2; update++) {
                model.backward(sequences, (logits, gradients) -> gradients[0][0][0] = 1);
                model.update(OptimizerPlan.adamW(1e-3));
            }
            long planned = model.memoryForTraining(400, 8 * 400, plan).total();
            assertThat(planned).isGreaterThanOrEqualTo(model.bytes());
            assertThat((double) planned).isLessThan(1.5 * model.bytes());
        }
    }

    /** Bradley-Terry: -log sigmoid(chosen - rejected). */
    private static void prefer(float[][][] logits, float[][][] gradients) {
        double margin = logits[0][0][0] - logits[1][0][0];
        float slope = (float) (-1 / (1 + Math.exp(margin)));
        gradients[0][0][0] = slope;
        gradients[1][0][0] = -slope;
    }

    private static void step(CpuClassifier model, List<int[]> pair) {
        model.backward(pair, CpuClassifierTest::prefer);
        model.update(OptimizerPlan.adamW(1e-2));
    }

    @Test
    void update_preferences_raisesTheChosenOverTheRejected() {
        List<int[]> pair = List.of(new int[] {4, 3, 7, 5}, new int[] {4, 3, 2});
        try (CpuClassifier model = open(BASE.withHead(OutputHead.Classification.ofSequences("reward")))) {
            for (int i = 0; i < 30; i++) {
                step(model, pair);
            }
            float[][] rewards = model.sequenceLogits(pair);
            assertThat(rewards[0][0] - rewards[1][0]).isGreaterThan(4);
        }
    }

    @Test
    void onTopOf_languageModel_keepsItsBlocksAndTrainsOnInTheSameBits() {
        save(BASE);
        OutputHead.Classification value = OutputHead.Classification.ofTokens("value");
        List<int[]> pair = List.of(new int[] {4, 3, 7, 5}, new int[] {4, 3, 2});
        Path state = folder.resolve("state.safetensors");
        try (CpuClassifier first = CpuClassifier.onTopOf(folder, value, Dtype.FP32, Device.CPU, RandomKey.of(1));
                CpuClassifier second = CpuClassifier.onTopOf(folder, value, Dtype.FP32, Device.CPU, RandomKey.of(2));
                CpuModel blocks = CpuModel.load(folder, Dtype.FP32, Device.CPU)) {
            int body = (int) BASE.parameterCount();
            assertThat(Arrays.copyOf(first.weights(), body)).isEqualTo(blocks.weights());
            assertThat(first.weights()).hasSize(body + 16 + 1).isNotEqualTo(second.weights());
            step(first, pair);
            first.saveTrainingState(state);
            second.loadTrainingState(state);
            step(first, pair);
            step(second, pair);
            assertThat(second.weights()).isEqualTo(first.weights());
            first.save(folder.resolve("value"));
            try (CpuClassifier loaded = CpuClassifier.load(folder.resolve("value"), Dtype.FP32, Device.CPU)) {
                assertThat(loaded.tokenLogits(pair)).isDeepEqualTo(first.tokenLogits(pair));
                assertThat(loaded.spec().architecture()).isEqualTo("Qwen2ForTokenClassification");
            }
        }
    }
}
