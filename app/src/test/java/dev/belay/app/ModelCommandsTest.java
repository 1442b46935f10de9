package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.model.checkpoint.OutputHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandsTest {
    @TempDir
    private static Path folder;

    private static String model = "";

    @BeforeAll
    static void saveModel() {
        model = TinyModel.save(folder.resolve("model")).toString();
    }

    private static String rows(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.jsonl"), List.of(lines)).toString();
    }

    private static List<JsonNode> parsed(String text) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            rows.add(new JsonMapper().readTree(line));
        }
        return rows;
    }

    @Test
    void generate_textAndTokens_givesEverySampleItsRow() throws IOException {
        String file = rows("{\"id\": \"a\", \"prompt\": \"1+1=\"}", "{\"id\": \"b\", \"tokens\": [20, 14, 20]}");
        CommandLineRun run = CommandLineRun.of(
                "generate", "--model", model, file, "--samples", "2", "--max-new-tokens", "5", "--seed", "3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> rows = parsed(run.out());
        assertThat(rows).extracting(r -> r.get("id").asText()).containsExactly("a", "a", "b", "b");
        assertThat(rows).extracting(r -> r.get("sample").asInt()).containsExactly(0, 1, 0, 1);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("logprobs").size()).isEqualTo(row.get("tokens").size());
            assertThat(row.get("finish").asText()).isIn("stop", "length");
        });
        assertThat(CommandLineRun.of(
                                "generate",
                                "--model",
                                model,
                                file,
                                "--samples",
                                "2",
                                "--max-new-tokens",
                                "5",
                                "--seed",
                                "3")
                        .out())
                .isEqualTo(run.out());
    }

    @Test
    void generate_promptsOfTheCommandLine_areRowsInFrontOfTheFiles() throws IOException {
        String file = rows("{\"id\": \"b\", \"prompt\": \"2+2=\"}");
        CommandLineRun both = CommandLineRun.of(
                "generate", "--model", model, file, "--prompt", "1+1=", "--prompt", "1+2=", "--max-new-tokens", "3");
        assertThat(both.exitCode()).as(both.err()).isZero();
        assertThat(parsed(both.out()))
                .extracting(r -> r.get("id").asText())
                .containsExactly("prompt-1", "prompt-2", "b");

        CommandLineRun alone =
                CommandLineRun.of("generate", "--model", model, "--prompt", "1+1=", "--max-new-tokens", "3");
        assertThat(parsed(alone.out()).getFirst()).isEqualTo(parsed(both.out()).getFirst());
    }

    @Test
    void generate_withoutPrompts_saysWhatIsNeeded() {
        CommandLineRun run = CommandLineRun.of("generate", "--model", model);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("prompts are needed: a FILE with rows, or --prompt TEXT");
    }

    @Test
    void logprobs_ofAGreedyCompletion_areThoseGenerateReported() throws IOException {
        String prompt = rows("{\"id\": 1, \"tokens\": [20, 14, 20]}");
        JsonNode greedy = parsed(CommandLineRun.of(
                                "generate", "--model", model, prompt, "--temperature", "0", "--max-new-tokens", "6")
                        .out())
                .getFirst();
        StringBuilder text = new StringBuilder("[20, 14, 20");
        greedy.get("tokens").forEach(id -> text.append(", ").append(id.asInt()));
        String scored = rows("{\"id\": 1, \"tokens\": " + text + "]}");
        JsonNode logprobs = parsed(
                        CommandLineRun.of("logprobs", "--model", model, scored).out())
                .getFirst()
                .get("logprobs");

        int generated = greedy.get("logprobs").size();
        assertThat(logprobs.size()).isEqualTo(2 + generated);
        for (int i = 0; i < generated; i++) {
            assertThat(logprobs.get(2 + i).asDouble())
                    .isNegative()
                    .isCloseTo(greedy.get("logprobs").get(i).asDouble(), within(1e-5));
        }
    }

    @Test
    void generate_messagesAsText_areTheirTextsOneAfterTheOther() throws IOException {
        String text = CommandLineRun.of(
                        "generate",
                        "--model",
                        model,
                        rows("{\"id\": 1, \"prompt\": \"1+1=\"}"),
                        "--max-new-tokens",
                        "4")
                .out();
        String messages = CommandLineRun.of(
                        "generate",
                        "--model",
                        model,
                        rows("{\"id\": 1, \"prompt\": [{\"role\": \"system\", \"content\": \"1+\"},"
                                + " {\"role\": \"user\", \"content\": \"1=\"}]}"),
                        "--prompts",
                        "text",
                        "--max-new-tokens",
                        "4")
                .out();

        assertThat(messages).isNotEmpty().isEqualTo(text);
    }

    @Test
    void generate_messagesForAModelWithoutTemplate_areRefusedWithTheWaysOut() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "generate",
                "--model",
                model,
                rows("{\"id\": 1, \"prompt\": [{\"role\": \"user\", \"content\": \"1=\"}]}"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(":1: the prompt is a conversation and the model has no chat template");
    }

    @Test
    void generate_brokenRow_stopsBeforeAnythingIsWritten() throws IOException {
        String file = rows("{\"id\": 1, \"prompt\": \"1\"}", "{\"id\": 2, \"promt\": \"1\"}");
        Path out = folder.resolve("generated.jsonl");
        CommandLineRun run = CommandLineRun.of("generate", "--model", model, file, "--out", out.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("rows.jsonl:2").contains("\"prompt\"").contains("found id, promt");
        assertThat(out).doesNotExist();
    }

    @Test
    void generate_asText_isTheTextOfTheRow() throws IOException {
        List<String> common = List.of("generate", "--model", model, "--max-new-tokens", "12", "--seed", "5");
        for (List<String> prompts : List.of(List.of("1+1="), List.of("1+1=", "2+2="))) {
            List<String> inRows = new ArrayList<>(common);
            inRows.add(rows(
                    prompts.stream().map(p -> "{\"prompt\": \"" + p + "\"}").toArray(String[]::new)));
            List<String> asText = new ArrayList<>(inRows);
            asText.addAll(List.of("--format", "text"));
            StringBuilder expected = new StringBuilder();
            for (JsonNode row :
                    parsed(CommandLineRun.of(inRows.toArray(String[]::new)).out())) {
                expected.append(row.get("text").asText()).append('\n');
            }
            assertThat(CommandLineRun.of(asText.toArray(String[]::new)).out()).isEqualTo(expected.toString());
        }
    }

    @Test
    void generate_asTextIntoAFile_isRefused() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "generate", "--model", model, rows("{\"prompt\": \"1\"}"), "--format", "text", "--out", "x.jsonl");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("leave out --out, or choose --format rows");
    }

    /** Refused before the model is read: the folder named does not exist. */
    @Test
    void rowsCommands_outThatIsThere_areRefusedBeforeAnyWork() throws IOException {
        String out =
                Files.writeString(folder.resolve("there.jsonl"), "precious").toString();
        String file = rows("{\"id\": 1, \"prompt\": \"1\", \"text\": \"1\", \"response\": \"1\"}");
        for (List<String> command : List.of(
                List.of("generate", "--model", "/no/model", file, "--out", out),
                List.of("logprobs", "--model", "/no/model", file, "--out", out),
                List.of("score", file, "--out", out))) {
            CommandLineRun run = CommandLineRun.of(command.toArray(String[]::new));
            assertThat(run.exitCode()).as(command.getFirst()).isEqualTo(2);
            assertThat(run.err())
                    .as(command.getFirst())
                    .contains("there.jsonl is there already")
                    .contains("--overwrite");
        }
        assertThat(Path.of(out)).hasContent("precious");
    }

    @Test
    void rowsCommands_outNamedAsAnotherKindOfFile_isRefused() throws IOException {
        String file = rows("{\"id\": 1, \"text\": \"1\"}");
        for (String name : List.of("rows.parquet", "rows.jsonl.gz")) {
            String out = folder.resolve(name).toString();
            CommandLineRun run = CommandLineRun.of("logprobs", "--model", model, file, "--out", out);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(name).contains("rows are written as plain JSONL");
            assertThat(Path.of(out)).doesNotExist();
        }
    }

    @Test
    void generate_promptThatIsTooLong_namesTheCommandsOption() throws IOException {
        String file = rows("{\"prompt\": \"" + "1".repeat(5000) + "\"}");
        CommandLineRun run = CommandLineRun.of("generate", "--model", model, file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("rows.jsonl:1: a prompt has 5000 tokens")
                .contains("add --too-long truncate")
                .doesNotContain("prompts.tooLong");
    }

    @Test
    void logprobs_idOutsideTheVocabulary_namesItsPlace() throws IOException {
        CommandLineRun run = CommandLineRun.of("logprobs", "--model", model, rows("{\"tokens\": [1, 5000]}"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("rows.jsonl:1").contains("got 5000 at position 1");
    }

    @Test
    void generate_onCudaWithoutCuda_isRefused() throws IOException {
        CommandLineRun run =
                CommandLineRun.of("generate", "--model", model, "--device", "cuda", rows("{\"prompt\": \"1\"}"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("cuda");
    }

    @Test
    void methods_oneName_showsItsOptions() {
        CommandLineRun run = CommandLineRun.of("methods", "clip");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("low").contains("default 0.2").contains("1707.06347");
    }

    @Test
    void methods_misspelt_suggestsTheNearest() {
        CommandLineRun run = CommandLineRun.of("methods", "flp");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("\"flp\"").contains("flip");
    }

    @Test
    void schema_isAJsonSchemaOfRecipes() throws IOException {
        JsonNode schema = new JsonMapper().readTree(CommandLineRun.of("schema").out());

        assertThat(schema.path("properties").has("rewards")).isTrue();
    }

    private static final String GGUF = "../model/src/test/resources/parity/gguf/tiny-llama.gguf";

    @Test
    void convert_gguf_givesAFolderThatGeneratesTheSame() throws IOException {
        String converted = folder.resolve("converted").toString();
        CommandLineRun run = CommandLineRun.of("convert", GGUF, converted);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("LlamaForCausalLM, 0.2 M parameters");
        String prompt = rows("{\"id\": 1, \"prompt\": \"12 + 7 = \"}");
        assertThat(CommandLineRun.of("generate", "--model", converted, prompt, "--max-new-tokens", "8")
                        .out())
                .isEqualTo(CommandLineRun.of("generate", "--model", GGUF, prompt, "--max-new-tokens", "8")
                        .out())
                .isNotBlank();
        CommandLineRun unknown = CommandLineRun.of("convert", GGUF, converted, "--dtype", "q4");
        assertThat(unknown.err()).contains("expected fp32, bf16 or fp16 but was 'q4'");
        String rounded = folder.resolve("rounded").toString();
        assertThat(CommandLineRun.of("convert", GGUF, rounded, "--dtype", "float16")
                        .exitCode())
                .isZero();
        assertThat(Path.of(rounded, "model.safetensors").toFile().length())
                .isLessThan(Path.of(converted, "model.safetensors").toFile().length());
        CommandLineRun again = CommandLineRun.of("convert", GGUF, converted);
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("convert writes into a new or empty folder");
    }

    @Test
    void convert_modelWithoutTokenizer_isRefusedBeforeAnythingIsWritten() throws IOException {
        Path source = folder.resolve("source");
        Path target = folder.resolve("target");
        assertThat(CommandLineRun.of("convert", GGUF, source.toString()).exitCode())
                .isZero();
        Files.delete(source.resolve("tokenizer.json"));
        CommandLineRun run = CommandLineRun.of("convert", source.toString(), target.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has no tokenizer.json");
        assertThat(target).doesNotExist();
    }

    @Test
    void models_ofAFile_describesIt() {
        CommandLineRun run = CommandLineRun.of("models", GGUF);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("3 layers, width 64, 4 heads of 16, 2 key-value heads, feed-forward 256, tied head")
                .contains("context 256, vocabulary 380 (tokenizer 380), rope theta 50000.0, stop ids [2]")
                .contains("to generate and score");
    }

    @Test
    void models_ofAClassifier_namesItsHead() {
        Path sequences =
                TinyModel.saveClassifier(folder.resolve("reward"), OutputHead.Classification.ofSequences("LABEL_0"));
        Path tokens =
                TinyModel.saveClassifier(folder.resolve("process"), OutputHead.Classification.ofTokens("bad", "good"));
        assertThat(CommandLineRun.of("models", sequences.toString()).out())
                .contains("Qwen2ForSequenceClassification, 11,008 parameters")
                .contains("feed-forward 48, a head of 1 label, read at the last token: LABEL_0")
                .contains("MiB to judge texts of 1,024 tokens, however many");
        assertThat(CommandLineRun.of("models", tokens.toString()).out())
                .contains("Qwen2ForTokenClassification")
                .contains("a head of 2 labels with bias, read at every token: bad, good");
    }

    @Test
    void generate_withAClassifier_saysWhatItIs() throws IOException {
        Path model =
                TinyModel.saveClassifier(folder.resolve("reward"), OutputHead.Classification.ofSequences("LABEL_0"));
        Path rows = Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\": \"1\"}\n");
        CommandLineRun run = CommandLineRun.of("generate", rows.toString(), "--model", model.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("is a Qwen2ForSequenceClassification")
                .contains("a language model is needed here");
    }
}
