package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterFolderTest {
    private static final ModelConfig MODEL = ModelConfig.qwen2(10, 8, 1, 2, 1, 12);

    /** (8, 8) */
    private static final ParameterShape QUERY =
            new ParameterShape("model.layers.0.self_attn.q_proj.weight", List.of(8, 8));

    @TempDir
    private Path folder;

    private static AdapterConfig parse(String json) {
        return AdapterConfig.parse(json.getBytes(StandardCharsets.UTF_8), "adapter_config.json");
    }

    private static String config(String more) {
        return """
            {"peft_type": "LORA", "base_model_name_or_path": "a/b", "r": 2, "lora_alpha": 3,
             "target_modules": ["q_proj"]%s}\
            """.formatted(more);
    }

    private static LowRank adapter(ParameterShape parameter, int rank) {
        float[] a = new float[rank * parameter.shape().getLast()];
        float[] b = new float[parameter.shape().getFirst() * rank];
        for (int i = 0; i < a.length; i++) {
            a[i] = i - 3;
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = 0.5f * i;
        }
        return new LowRank(parameter, rank, 1.5, a, b);
    }

    private AdapterFolder saved(LowRank adapter) {
        AdapterFolder.save(folder, parse(config("")), MODEL, List.of(adapter), Map.of());
        return AdapterFolder.open(folder);
    }

    @Test
    void weights_saved_comeBack() {
        LowRank written = adapter(QUERY, 2);
        AdapterFolder read = saved(written);
        assertThat(AdapterFolder.is(folder)).isTrue();
        assertThat(read.config())
                .isEqualTo(new AdapterConfig(new LoraPlan(2, 3, false, Set.of("q_proj")), "a/b", null));
        LowRank back = read.weights(MODEL).getFirst();
        assertThat(back.parameter()).isEqualTo(QUERY);
        assertThat(back.a()).isEqualTo(written.a());
        assertThat(back.b()).isEqualTo(written.b());
    }

    /** PEFT's get_pattern_key: the first expression that matches the end of a name from a dot on, or all of it. */
    @Test
    void parse_patterns_giveProjectionsTheirOwnRankAndAlpha() {
        AdapterConfig config = parse(config("""
            , "rank_pattern": {"layers.1.self_attn.q_proj": 5, "q_proj": 4, "^model.layers.0.mlp.up_proj": 7},
              "alpha_pattern": {".*\\\\.[01]\\\\.self_attn\\\\.q_proj": 8}\
            """));
        assertThat(config.rank("model.layers.1.self_attn.q_proj")).isEqualTo(5);
        assertThat(config.rank("model.layers.11.self_attn.q_proj")).isEqualTo(4);
        assertThat(config.rank("model.layers.0.mlp.up_proj")).isEqualTo(7);
        assertThat(config.rank("model.layers.0.self_attn.k_proj")).isEqualTo(2);
        assertThat(config.scale("model.layers.1.self_attn.q_proj")).isEqualTo(8 / 5.0);
        assertThat(config.scale("model.layers.2.self_attn.q_proj")).isEqualTo(3 / 4.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"rank_pattern\": {\"(a+)+\": 2}; the pattern \"(a+)+\" must have at most",
                "\"rank_pattern\": {\"(q_proj\": 2}; the pattern \"(q_proj\" cannot be read",
                "\"rank_pattern\": {\"q_proj\": 0}; q_proj must be positive, got 0",
                "\"alpha_pattern\": {\"q_proj\": \"x\"}; q_proj must be a number"
            })
    void parse_patternsThatCannotBe_areNamed(String key, String message) {
        assertThatThrownBy(() -> parse(config(", " + key)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void save_ranksOfTheirOwn_comeBack() {
        ParameterShape key = new ParameterShape("model.layers.0.self_attn.k_proj.weight", List.of(4, 8));
        AdapterFolder.save(folder, parse(config("")), MODEL, List.of(adapter(QUERY, 2), adapter(key, 3)), Map.of());
        List<LowRank> back = AdapterFolder.open(folder).weights(MODEL);
        assertThat(back).extracting(LowRank::rank).containsExactly(2, 3);
        assertThat(back).extracting(LowRank::scale).containsExactly(1.5, 1.5);
    }

    @Test
    void save_someLayersOnly_namesTheirProjectionsInFull() throws IOException {
        ModelConfig two = ModelConfig.qwen2(10, 8, 2, 2, 1, 12);
        ParameterShape everywhere = new ParameterShape("model.layers.1.self_attn.q_proj.weight", List.of(8, 8));
        ParameterShape once = new ParameterShape("model.layers.1.self_attn.o_proj.weight", List.of(8, 8));
        List<LowRank> adapters = List.of(adapter(QUERY, 2), adapter(everywhere, 2), adapter(once, 2));
        AdapterFolder.save(folder, parse(config("")), two, adapters, Map.of());
        assertThat(AdapterFolder.open(folder).plan().targets())
                .containsExactlyInAnyOrder("q_proj", "model.layers.1.self_attn.o_proj");
        assertThat(AdapterFolder.open(folder).weights(two)).hasSize(3);
    }

    @Test
    void weights_rankOtherThanStated_namesTensorAndShapes() throws IOException {
        saved(adapter(QUERY, 3));
        Files.writeString(folder.resolve("adapter_config.json"), config(""));
        AdapterFolder read = AdapterFolder.open(folder);
        assertThatThrownBy(() -> read.weights(MODEL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight")
                .hasMessageContaining("[2, 8]")
                .hasMessageContaining("[3, 8]");
    }

    @Test
    void weights_ofALayerTheModelLacks_namesTheTensor() {
        AdapterFolder read =
                saved(adapter(new ParameterShape("model.layers.7.self_attn.q_proj.weight", List.of(8, 8)), 2));
        assertThatThrownBy(() -> read.weights(MODEL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("model.layers.7.self_attn.q_proj.lora_A.weight")
                .hasMessageContaining("Qwen2ForCausalLM");
    }

    @Test
    void weights_ofTheOutputMatrix_areRefused() {
        ModelConfig untied = new ModelConfig(
                Family.LLAMA,
                10,
                8,
                1,
                2,
                1,
                4,
                12,
                false,
                10_000,
                null,
                1e-6,
                64,
                0.02,
                null,
                null,
                Set.of(),
                OutputHead.NEXT_TOKEN);
        AdapterFolder.save(
                folder,
                parse(config("")),
                untied,
                List.of(adapter(QUERY, 2), adapter(new ParameterShape("lm_head.weight", List.of(10, 8)), 2)),
                Map.of());
        assertThatThrownBy(() -> AdapterFolder.open(folder).weights(untied))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("belay reads adapters of projections in blocks")
                .hasMessageContaining("base_model.model.lm_head.lora_A.weight");
    }

    @Test
    void open_modelAndAdaptersInOneFolder_isRefused() throws IOException {
        saved(adapter(QUERY, 2));
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThatThrownBy(() -> HfFolder.open(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds a model (config.json) and adapters of one (adapter_config.json)");
    }

    @Test
    void weights_notANumber_namesTensorAndPlace() {
        LowRank bad = adapter(QUERY, 2);
        bad.b()[5] = Float.NaN;
        AdapterFolder read = saved(bad);
        assertThatThrownBy(() -> read.weights(MODEL)).hasMessageContaining("q_proj.lora_B.weight has NaN at element 5");
    }

    @Test
    void weights_fileGone_namesIt() throws IOException {
        AdapterFolder read = saved(adapter(QUERY, 2));
        Files.delete(folder.resolve("adapter_model.safetensors"));
        assertThatThrownBy(() -> read.weights(MODEL)).hasMessageContaining("no adapter_model.safetensors");
    }

    /** What PEFT 0.21 writes for a plain LoRA, beside what is read. */
    @Test
    void parse_allThatPeftWrites_isAPlainLora() {
        AdapterConfig read = parse(config("""
            , "alora_invocation_tokens": null, "alpha_pattern": {}, "arrow_config": null, "auto_mapping": null,
            "bias": "none", "corda_config": null, "ensure_weight_tying": false, "eva_config": null,
            "exclude_modules": null, "fan_in_fan_out": false, "inference_mode": true, "init_lora_weights": true,
            "layer_replication": null, "layers_pattern": null, "layers_to_transform": null, "loftq_config": {},
            "lora_bias": false, "lora_dropout": 0.05, "megatron_config": null, "megatron_core": "megatron.core",
            "modules_to_save": null, "peft_version": "0.21.0", "qalora_group_size": 16, "rank_pattern": {},
            "revision": "main", "target_parameters": null, "task_type": "CAUSAL_LM", "trainable_token_indices": null,
            "use_dora": false, "use_qalora": false, "use_rslora": true\
            """));
        assertThat(read.plan().scale()).isEqualTo(3 / Math.sqrt(2));
        assertThat(read.revision()).isEqualTo("main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use_dora\": true",
                "\"modules_to_save\": [\"lm_head\"]",
                "\"bias\": \"all\"",
                "\"fan_in_fan_out\": true",
                "\"init_lora_weights\": \"pissa\"",
                "\"trainable_token_indices\": [3]",
                "\"task_type\": \"SEQ_CLS\"",
                "\"something_new\": 1"
            })
    void parse_whatChangesTheArithmetic_isRefusedByNameAndValue(String entry) {
        String key = entry.substring(1, entry.indexOf('"', 1));
        assertThatThrownBy(() -> parse(config(", " + entry)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("adapter_config.json: " + key + " must be ")
                .hasMessageContaining(entry.substring(entry.indexOf(':') + 2).replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"r": 2}                                                                | key peft_type is missing
        {"peft_type": "PREFIX_TUNING"}                                          | peft_type must be "LORA"
        {"peft_type": "LORA", "r": 2}                                           | base_model_name_or_path must be
        {"peft_type": "LORA", "base_model_name_or_path": "a"}                   | key r is missing
        {"peft_type": "LORA", "base_model_name_or_path": "a", "r": 0}           | rank must be at least 1, got 0
        {"peft_type": "LORA", "base_model_name_or_path": "a", "r": 1, "lora_alpha": -1} | alpha must be positive
        [1]                                                                     | must hold a JSON object
        """)
    void parse_incomplete_saysWhatIsMissing(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
