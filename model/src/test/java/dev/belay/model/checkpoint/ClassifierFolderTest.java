package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.ClassifierSpec.Unit;
import dev.belay.model.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Folders of classifiers, whole and damaged. */
class ClassifierFolderTest {
    private static final ModelConfig REWARD =
            Checkpoints.TINY.withHead(OutputHead.Classification.ofSequences("LABEL_0"));
    private static final ModelConfig PROCESS =
            Checkpoints.TINY.withHead(OutputHead.Classification.ofTokens("bad", "good"));

    @TempDir
    private Path dir;

    private void save(ModelConfig config, UnaryOperator<List<StoredTensor>> change) {
        HfFolder.create(config, TensorType.F32, Checkpoints.TOKENIZER)
                .save(dir, change.apply(new ArrayList<>(Checkpoints.random(config))), null);
    }

    private static UnaryOperator<List<StoredTensor>> replace(String name, StoredTensor... by) {
        return tensors -> {
            assertThat(tensors.removeIf(t -> t.name().equals(name))).isTrue();
            tensors.addAll(List.of(by));
            return tensors;
        };
    }

    private static UnaryOperator<List<StoredTensor>> add(StoredTensor one) {
        return tensors -> {
            tensors.add(one);
            return tensors;
        };
    }

    private static StoredTensor zeros(String name, long... shape) {
        List<Long> sizes = java.util.Arrays.stream(shape).boxed().toList();
        return Checkpoints.fp32(
                name, sizes, new float[(int) sizes.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b)]);
    }

    private void refused(String message) {
        assertThatThrownBy(() -> HfFolder.open(dir).weights().close())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(dir.toString());
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void save_andOpen_givesTheSameModel(Unit unit) {
        ModelConfig config = unit == Unit.SEQUENCE ? REWARD : PROCESS;
        save(config, UnaryOperator.identity());
        HfFolder folder = HfFolder.open(dir);
        assertThat(folder.config()).isEqualTo(config);
        assertThat(folder.requireClassifier()).isEqualTo(config.head());
        try (Weights weights = folder.weights()) {
            assertThat(weights.all()).hasSize(config.parameters().size());
        }
    }

    @Test
    void parameters_endWithTheHead() {
        assertThat(REWARD.parameters().getLast()).isEqualTo(new ParameterShape("score.weight", List.of(1, 8)));
        assertThat(PROCESS.parameters()
                        .subList(
                                PROCESS.parameters().size() - 2,
                                PROCESS.parameters().size()))
                .containsExactly(
                        new ParameterShape("score.weight", List.of(2, 8)),
                        new ParameterShape("score.bias", List.of(2)));
    }

    @Test
    void weights_headOfOtherSize_contradictsTheConfig() {
        save(REWARD, replace("score.weight", zeros("score.weight", 3, 8)));
        refused("tensor score.weight must have shape [1, 8] by config.json, got [3, 8]");
    }

    @Test
    void weights_flatHead_isRefused() {
        save(REWARD, replace("score.weight", zeros("score.weight", 8)));
        refused("tensor score.weight must have shape [1, 8] by config.json, got [8]");
    }

    @Test
    void weights_numLabelsOfOtherSize_contradictsTheTensor() {
        save(REWARD, UnaryOperator.identity());
        silence();
        Checkpoints.edit(dir.resolve("config.json"), "\"use_cache\"", "\"num_labels\": 2,\n  \"use_cache\"");
        refused("tensor score.weight must have shape [2, 8] by config.json, got [1, 8]");
    }

    @Test
    void weights_headMissing_isNamed() {
        save(REWARD, replace("score.weight"));
        refused("tensor score.weight is missing; config.json asks for it with shape [1, 8]");
    }

    @Test
    void weights_headMissingAndNotDescribed_isAskedForWithTransformersTwoLabels() {
        save(REWARD, replace("score.weight"));
        silence();
        refused("tensor score.weight is missing; config.json asks for it with shape [2, 8]");
    }

    /** Takes the labels out of config.json. */
    private void silence() {
        Checkpoints.edit(
                dir.resolve("config.json"), "\"id2label\": {\n    \"0\": \"LABEL_0\"\n  },", "\"id2label\": null,");
    }

    @Test
    void open_labelsNotDescribed_followsTheStoredHead() {
        save(REWARD, UnaryOperator.identity());
        silence();
        assertThat(HfFolder.open(dir).config()).isEqualTo(REWARD);
    }

    @Test
    void weights_biasMissingOrTooMuch_isNamed() {
        save(PROCESS, replace("score.bias"));
        refused("tensor score.bias is missing; config.json asks for it with shape [2]");
        save(REWARD, add(zeros("score.bias", 1)));
        refused("1 tensors are not part of a Qwen2ForSequenceClassification with this config.json: score.bias");
    }

    @Test
    void weights_notFinite_isNamedWithItsPlace() {
        StoredTensor broken = zeros("score.weight", 1, 8);
        TensorType.F32.set(broken.data(), 5, Float.NaN);
        save(REWARD, replace("score.weight", broken));
        refused("tensor score.weight has NaN at element 5; weights must be finite");
    }

    @Test
    void weights_headOfALanguageModelLeftIn_isPassedOver() {
        save(REWARD, add(zeros("lm_head.weight", 6, 8)));
        HfFolder.open(dir).weights().close();
        save(REWARD, add(zeros("v_head.weight", 1, 8)));
        refused("1 tensors are not part of a Qwen2ForSequenceClassification with this config.json: v_head.weight");
    }

    @Test
    void require_theOtherKind_saysWhichIsNeeded() {
        save(REWARD, UnaryOperator.identity());
        assertThatThrownBy(() -> HfFolder.open(dir).requireLanguageModel())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(dir + " is a Qwen2ForSequenceClassification")
                .hasMessageContaining("a language model is needed here, such as a Qwen2ForCausalLM");
        Path other = Checkpoints.folder(dir.resolve("language"), TensorType.F32);
        assertThat(HfFolder.open(other).requireLanguageModel().config()).isEqualTo(Checkpoints.TINY);
        assertThatThrownBy(() -> HfFolder.open(other).requireClassifier())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(other + " is a Qwen2ForCausalLM, which has no classification head")
                .hasMessageContaining("Qwen2ForSequenceClassification or Qwen2ForTokenClassification");
    }
}
