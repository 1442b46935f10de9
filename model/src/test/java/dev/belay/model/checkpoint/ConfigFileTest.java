package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.ClassifierSpec.Unit;
import dev.belay.model.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    // As transformers 4 writes Qwen2.5-0.5B's, with keys that say nothing about the arithmetic left in.
    private static final String QWEN = """
        {
          "architectures": ["Qwen2ForCausalLM"],
          "attention_dropout": 0.0,
          "bos_token_id": 151643,
          "eos_token_id": 151645,
          "hidden_act": "silu",
          "hidden_size": 896,
          "initializer_range": 0.02,
          "intermediate_size": 4864,
          "max_position_embeddings": 32768,
          "max_window_layers": 21,
          "model_type": "qwen2",
          "num_attention_heads": 14,
          "num_hidden_layers": 24,
          "num_key_value_heads": 2,
          "rms_norm_eps": 1e-06,
          "rope_theta": 1000000.0,
          "sliding_window": 32768,
          "tie_word_embeddings": true,
          "torch_dtype": "bfloat16",
          "transformers_version": "4.43.1",
          "use_cache": true,
          "use_sliding_window": false,
          "vocab_size": 151936
        }
        """;

    private static ConfigFile parse(String text) {
        return ConfigFile.parse(text.getBytes(StandardCharsets.UTF_8), "m/config.json");
    }

    private static String with(String from, String to) {
        assertThat(QWEN).contains(from);
        return QWEN.replace(from, to);
    }

    @Test
    void parse_qwen25Config_isTheHalfBillionModel() {
        ModelConfig config = parse(QWEN).model();
        assertThat(config.parameterCount()).isEqualTo(494_032_768L);
        assertThat(config.headSize()).isEqualTo(64);
        assertThat(config.ropeTheta()).isEqualTo(1e6);
        assertThat(config.tiedEmbeddings()).isTrue();
        assertThat(config.eosTokenIds()).containsExactly(151645);
        assertThat(config.bosTokenId()).isEqualTo(151643);
        assertThat(config.padTokenId()).isNull();
    }

    @Test
    void parse_transformers5Form_readsTheNestedRopeTheta() {
        String text = with(
                "\"rope_theta\": 1000000.0",
                "\"rope_parameters\": {\"rope_theta\": 5e5, \"rope_type\": \"default\"},"
                        + " \"layer_types\": [\"full_attention\", \"full_attention\"], \"eos_token_ids\": null");
        assertThat(parse(text).model().ropeTheta()).isEqualTo(5e5);
    }

    /** As LlamaConfig of transformers 5.18 reads it: rope_parameters holds 5000 then. */
    @Test
    void parse_thetaWithinTheScaling_winsOverTheOneBeside() {
        String nested =
                "\"rope_theta\": 1000000.0, \"rope_scaling\": {\"rope_type\": \"default\", \"rope_theta\": 5000.0}";
        assertThat(parse(with("\"rope_theta\": 1000000.0", nested)).model().ropeTheta())
                .isEqualTo(5_000);
    }

    @Test
    void parse_nullOrPrivateUnknownKey_passes() {
        String text = with(
                "\"use_cache\": true", "\"depth_multiplier\": null, \"_name_or_path\": \"x\", \"pruned_heads\": {}");
        assertThat(parse(text).model()).isEqualTo(parse(QWEN).model());
    }

    // Llama 3.2 1B's numbers, as transformers 4 writes them.
    private static final String LLAMA = """
        {
          "architectures": ["LlamaForCausalLM"],
          "attention_bias": false,
          "attention_dropout": 0.0,
          "bos_token_id": 128000,
          "eos_token_id": [128001, 128008, 128009],
          "head_dim": 64,
          "hidden_act": "silu",
          "hidden_size": 2048,
          "initializer_range": 0.02,
          "intermediate_size": 8192,
          "max_position_embeddings": 131072,
          "mlp_bias": false,
          "model_type": "llama",
          "num_attention_heads": 32,
          "num_hidden_layers": 16,
          "num_key_value_heads": 8,
          "pretraining_tp": 1,
          "rms_norm_eps": 1e-05,
          "rope_scaling": {
            "factor": 32.0,
            "high_freq_factor": 4.0,
            "low_freq_factor": 1.0,
            "original_max_position_embeddings": 8192,
            "rope_type": "llama3"
          },
          "rope_theta": 500000.0,
          "tie_word_embeddings": true,
          "torch_dtype": "bfloat16",
          "transformers_version": "4.45.0.dev0",
          "use_cache": true,
          "vocab_size": 128256
        }
        """;

    @Test
    void parse_llama32Config_isTheBillionModelWithScaledPositions() {
        ModelConfig config = parse(LLAMA).model();
        assertThat(config.family()).isEqualTo(Family.LLAMA);
        assertThat(config.parameterCount()).isEqualTo(1_235_814_400L);
        assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.Llama3(32, 1, 4, 8192));
        assertThat(config.eosTokenIds()).containsExactlyInAnyOrder(128001, 128008, 128009);
        assertThat(parse(new String(ConfigFile.of(config, TensorType.BF16).text(), StandardCharsets.UTF_8))
                        .model())
                .isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"attention_bias\": false | \"attention_bias\": true | attention_bias must be false",
                "\"mlp_bias\": false | \"mlp_bias\": true | mlp_bias must be false",
                "\"pretraining_tp\": 1 | \"sliding_window\": 4096 | sliding_window must be null or at least"
                        + " max_position_embeddings (131072)",
                "\"factor\": 32.0 | \"factor\": 0.5 | rope scaling: factor must be at least 1, got 0.5",
                "\"high_freq_factor\": 4.0 | \"high_freq_factor\": 1.0 | high_freq_factor must be above"
                        + " low_freq_factor (1.0)",
                "\"factor\": 32.0 | \"factor\": 32.0, \"beta_fast\": 1 | rope_scaling must be free of [beta_fast]",
                "\"rope_type\": \"llama3\" | \"rope_type\": \"longrope\" | rope_scaling must be of rope_type default,"
                        + " linear, llama3, yarn",
                "\"rope_type\": \"llama3\" | \"rope_type\": \"linear\" | rope_scaling must be free of"
                        + " [high_freq_factor",
            })
    void parse_llamaWithOtherArithmetic_isRefused(String from, String to, String message) {
        assertThat(LLAMA).contains(from);
        String text = LLAMA.replace(from, to);
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("m/config.json")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"linear\", \"factor\": 2.5}",
                "{\"type\": \"yarn\", \"factor\": 4.0, \"original_max_position_embeddings\": 32768}",
                "{\"rope_type\": \"yarn\", \"factor\": 4.0, \"original_max_position_embeddings\": 32768,"
                        + " \"beta_fast\": 16, \"beta_slow\": 2, \"truncate\": false, \"attention_factor\": 1.1}"
            })
    void parse_otherScalings_areReadAndWritten(String scaling) {
        ModelConfig config = parse(LLAMA.replaceAll("(?s)\"rope_scaling\": \\{.*?\\}", "\"rope_scaling\": " + scaling))
                .model();
        assertThat(config.ropeScaling())
                .isNotInstanceOf(RopeScaling.Llama3.class)
                .isNotNull();
        assertThat(parse(new String(ConfigFile.of(config, TensorType.BF16).text(), StandardCharsets.UTF_8))
                        .model())
                .isEqualTo(config);
    }

    @Test
    void parse_windowAsWideAsTheContext_passes() {
        assertThat(parse(LLAMA.replace("\"pretraining_tp\": 1", "\"sliding_window\": 131072"))
                        .model())
                .isEqualTo(parse(LLAMA).model());
    }

    /** Mistral 7B v0.3's numbers, without a window. */
    private static final String MISTRAL = """
        {
          "architectures": ["MistralForCausalLM"],
          "bos_token_id": 1,
          "eos_token_id": 2,
          "hidden_act": "silu",
          "hidden_size": 4096,
          "intermediate_size": 14336,
          "max_position_embeddings": 32768,
          "model_type": "mistral",
          "num_attention_heads": 32,
          "num_hidden_layers": 32,
          "num_key_value_heads": 8,
          "rms_norm_eps": 1e-05,
          "rope_theta": 1000000.0,
          "sliding_window": null,
          "tie_word_embeddings": false,
          "vocab_size": 32768
        }
        """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null, | null,",
                "null, | 32768,",
                "null, | null, \"use_sliding_window\": false,",
                // 4096 stands in for the missing key, and the context is no longer than that
                "32768 | 4096",
            })
    void parse_mistralThatSeesItsWholeContext_passes(String from, String to) {
        String text = from.startsWith("null")
                ? MISTRAL.replace(from, to)
                : MISTRAL.replace("\"sliding_window\": null,", "")
                        .replace("embeddings\": " + from, "embeddings\": " + to);
        ModelConfig config = parse(text).model();
        assertThat(config.family()).isEqualTo(Family.MISTRAL);
        assertThat(parse(new String(ConfigFile.of(config, TensorType.BF16).text(), StandardCharsets.UTF_8))
                        .model())
                .isEqualTo(config);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"use_sliding_window\": false,",
                "\"sliding_window\": 4096,",
                "\"sliding_window\": 4096, \"use_sliding_window\": false,"
            })
    void parse_mistralWithANarrowWindow_isRefused(String window) {
        String text = MISTRAL.replace("\"sliding_window\": null,", window);
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sliding_window must be null or at least max_position_embeddings (32768)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what transformers writes, with the classifier's dropout, which matters in training only
                "\"id2label\": {\"0\": \"LABEL_0\"}, \"classifier_dropout\": 0.1, \"problem_type\": \"regression\" |"
                        + " LABEL_0",
                "\"num_labels\": 3 | LABEL_0,LABEL_1,LABEL_2",
                "\"id2label\": {\"1\": \"good\", \"0\": \"bad\"}, \"label2id\": {\"good\": 1}, \"num_labels\": 2 |"
                        + " bad,good",
                // transformers' default
                "\"id2label\": null | LABEL_0,LABEL_1",
            })
    void parse_sequenceClassifier_hasTheLabelsNamed(String keys, String labels) {
        String text = with("Qwen2ForCausalLM", "Qwen2ForSequenceClassification").replace("\"use_cache\": true", keys);
        ModelConfig config = parse(text).model();
        assertThat(config.head()).isEqualTo(OutputHead.Classification.ofSequences(labels.split(",", -1)));
        assertThat(config.architecture()).isEqualTo("Qwen2ForSequenceClassification");
        assertThat(config.parameterCount()).isEqualTo(494_032_768L + 896L * labels.split(",", -1).length);
        assertThat(parse(new String(ConfigFile.of(config, TensorType.BF16).text(), StandardCharsets.UTF_8))
                        .model())
                .isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "null,true", "false,false"})
    void parse_tokenClassifier_hasABiasUnlessToldOtherwise(String flag, boolean biased) {
        String text = with("Qwen2ForCausalLM", "Qwen2ForTokenClassification")
                .replace("\"use_cache\": true", "\"token_classification_bias\": " + flag);
        ModelConfig config = parse(text).model();
        assertThat(config.head())
                .isEqualTo(new OutputHead.Classification(Unit.TOKEN, List.of("LABEL_0", "LABEL_1"), biased));
        assertThat(parse(new String(ConfigFile.of(config, TensorType.BF16).text(), StandardCharsets.UTF_8))
                        .model())
                .isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"num_labels\": 3 | num_labels must be the number of"
                        + " entries of id2label, 2, got 3",
                "\"id2label\": {\"0\": \"a\", \"2\": \"b\"} | id2label must be an object from \"0\" … \"1\" to texts",
                "\"id2label\": {\"0\": 7} | id2label must be an object from \"0\" … \"0\" to texts",
                "\"id2label\": [\"a\"] | id2label must be an object",
                "\"id2label\": {} | a classification head has 1 to 100000 labels, got 0",
                "\"num_labels\": 0 | num_labels must be from 1 to 100000, got 0",
                "\"num_labels\": 2000000000 | num_labels must be from 1 to 100000",
                "\"num_labels\": \"two\" | num_labels must be a whole number",
            })
    void parse_labelsThatContradict_areRefused(String keys, String message) {
        String text = with("Qwen2ForCausalLM", "Qwen2ForSequenceClassification").replace("\"use_cache\": true", keys);
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("m/config.json")
                .hasMessageContaining(message);
    }

    @Test
    void textFor_typeOfTheFile_isByteForByteTheFile() {
        assertThat(parse(QWEN).textFor(TensorType.BF16)).isEqualTo(QWEN.getBytes(StandardCharsets.UTF_8));
        String other = new String(parse(QWEN).textFor(TensorType.F32), StandardCharsets.UTF_8);
        assertThat(other).contains("\"torch_dtype\": \"float32\"", "\"max_window_layers\": 21");
        assertThat(parse(other).model()).isEqualTo(parse(QWEN).model());
    }

    @Test
    void of_model_roundTrips() {
        ModelConfig model = Checkpoints.TINY.withEosTokenIds(Set.of(1, 4));
        assertThat(parse(new String(ConfigFile.of(model, TensorType.BF16).text(), StandardCharsets.UTF_8))
                        .model())
                .isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"hidden_act\": \"silu\" | \"hidden_act\": \"gelu\" | hidden_act must be \"silu\"",
                "\"use_sliding_window\": false | \"use_sliding_window\": true | use_sliding_window must be false",
                "\"use_cache\": true | \"rope_scaling\": {\"type\": \"dynamic\"} | rope_scaling must be of rope_type",
                "\"use_cache\": true | \"rope_parameters\": {\"rope_type\": \"llama3\"} | rope_parameters: key factor"
                        + " is missing",
                "\"use_cache\": true | \"rope_parameters\": {\"factor\": 8.0} | rope_parameters must be free of"
                        + " [factor]",
                "\"use_cache\": true | \"rope_parameters\": {\"partial_rotary_factor\": 0.5} | must be free of"
                        + " partial_rotary_factor",
                "\"use_cache\": true | \"depth_multiplier\": 1.4 | key depth_multiplier is not known, its value is 1.4",
                "\"use_cache\": true | \"attention_bias\": false | attention_bias must be true",
                "\"use_cache\": true | \"auto_map\": {\"AutoModel\": \"x.Y\"} | auto_map must be absent or null",
                "\"model_type\": \"qwen2\" | \"model_type\": \"qwen3\" | model_type must be \"qwen2\" for"
                        + " Qwen2ForCausalLM",
                "\"use_cache\": true | \"layer_types\": [\"sliding_attention\"] | layer_types must be",
                "\"use_cache\": true | \"quantization_config\": {\"bits\": 4} | quantization_config must be absent",
                "\"use_cache\": true | \"num_experts\": 8 | num_experts must be absent or null",
                "\"use_cache\": true | \"partial_rotary_factor\": 0.5 | partial_rotary_factor must be 1",
                "\"attention_dropout\": 0.0 | \"attention_dropout\": 0.1 | attention_dropout must be 0",
                "Qwen2ForCausalLM | MambaForCausalLM | architectures must name one of [Qwen2, Qwen3, Llama, Olmo2,"
                        + " Mistral] with one of the endings [ForCausalLM, ForSequenceClassification,"
                        + " ForTokenClassification], got [MambaForCausalLM]",
                "\"vocab_size\": 151936 | \"vocab_size\": \"many\" | vocab_size must be a whole number, got \"many\"",
                "\"vocab_size\": 151936 | \"vocab_size\": 1.5 | vocab_size must be a whole number, got 1.5",
                "\"vocab_size\": 151936 | \"vocab_size\": 99999999999 | vocab_size must be a whole number",
                "\"vocab_size\": 151936 | \"_vocab\": 151936 | key vocab_size is missing",
                "\"vocab_size\": 151936 | \"vocab_size\": 0 | vocab_size must be positive, got 0",
                "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | num_key_value_heads must divide",
                "\"hidden_size\": 896 | \"hidden_size\": 897 | hidden_size must be a multiple of num_attention_heads"
                        + " (14)",
                "\"hidden_size\": 896 | \"hidden_size\": null | hidden_size must be a whole number, got null",
                "\"tie_word_embeddings\": true | \"tie_word_embeddings\": 1 | tie_word_embeddings must be true or"
                        + " false, got 1",
                "\"rms_norm_eps\": 1e-06 | \"rms_norm_eps\": \"1e-6\" | rms_norm_eps must be a number, got \"1e-6\"",
                "\"eos_token_id\": 151645 | \"eos_token_id\": [1, -2] | eos_token_id must be a token id or a list",
                "\"eos_token_id\": 151645 | \"eos_token_id\": 151936 | eos_token_id must be in [0, vocab_size ="
                        + " 151936), got 151936",
                "\"use_cache\": true | \"vocab_size\": 5 | Duplicate",
            })
    void parse_badValue_namesFileKeyAndRule(String from, String to, String message) {
        String text = with(from, to);
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("m/config.json")
                .hasMessageContaining(message);
    }

    @Test
    void parse_notAnObject_saysWhatItIs() {
        assertThatThrownBy(() -> parse("[]"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m/config.json must hold a JSON object, got a list");
    }
}
