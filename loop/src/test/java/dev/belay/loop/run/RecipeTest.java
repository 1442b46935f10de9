package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.loop.credit.GroupNormCredit;
import dev.belay.loop.objective.ClipObjective;
import dev.belay.loop.recipe.JsonSchema;
import dev.belay.loop.recipe.MethodsPage;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.loop.rollout.PlainRollout;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.hub.HubProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
    /** The whole page that the documentation shows. */
    private static final String FLIP_40 = """
        name: flip-40
        model: belay:crag-good
        data: {train: {use: chains, split: train}, test: {use: chains, split: test, limit: 256}}
        rollout: {use: plain, problemsPerStep: 32, samplesPerProblem: 8, temperature: 1.0, maxNewTokens: 96}
        rewards:
          - {use: answer, weight: 1, noise: [{use: flip, probability: 0.4, scope: group}]}
          - {use: boxed-format, weight: 0}     # weight 0 = measured, not optimised
        credit: {use: group-norm}
        objective: {use: clip, low: 0.2, high: 0.2, aggregate: token-mean}
        regulariser: []
        optimizer: {learningRate: 1.0e-3, maxGradNorm: 1.0}
        steps: 150
        evaluate: {every: 10, samplesPerProblem: 4, temperature: 0.6}
        seed: 0
        """;

    private static Recipe parse(String yaml) {
        return Recipe.of(YamlReader.parse(yaml, "r.yaml"));
    }

    @Test
    void of_documentedRecipe_isRead() {
        Recipe recipe = parse(FLIP_40);

        assertThat(recipe.rollout()).isInstanceOf(PlainRollout.class);
        assertThat(recipe.rollout().samplesPerProblem()).isEqualTo(8);
        assertThat(recipe.credit()).isInstanceOf(GroupNormCredit.class);
        assertThat(recipe.objective()).isInstanceOf(ClipObjective.class);
        assertThat(recipe.panel().terms().stream().map(t -> t.name())).containsExactly("answer", "boxed-format");
        assertThat(recipe.dtype()).isEqualTo(Dtype.AUTO);
        assertThat(recipe.device()).isEqualTo(Device.CPU);
    }

    @Test
    void toYaml_thenRead_givesAnEqualRecipe() {
        Recipe recipe = parse(FLIP_40);

        assertThat(parse(recipe.toYaml())).isEqualTo(recipe);
    }

    /** What a record's constructor refuses is told with what could not be read, and all of it. */
    @Test
    void of_severalFaults_areToldAtOnce() {
        String yaml = FLIP_40.replace("steps: 150", "steps: 0")
                .replace("name: flip-40", "name: ' '")
                .replace("learningRate: 1.0e-3", "learningRate: fast")
                .replace("low: 0.2", "low: -1")
                .replace("limit: 256", "limit: 0");
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("5 errors:")
                .hasMessageContaining("r.yaml:12:8: steps must be at least 1, got 0")
                .hasMessageContaining("name must not be blank")
                .hasMessageContaining("optimizer.learningRate must be a number, got \"fast\"")
                .hasMessageContaining("low must be")
                .hasMessageContaining("limit must be at least 1, got 0");
    }

    @Test
    void of_loraTargets_areOneNameOrAList() {
        assertThat(parse(FLIP_40 + "lora: {targets: all-linear}"))
                .isEqualTo(parse(FLIP_40 + "lora: {targets: [all-linear]}"));
        assertThatThrownBy(() -> parse(FLIP_40 + "lora: {targets: {q_proj: 1}}"))
                .hasMessageContaining("lora.targets must be a list");
    }

    @Test
    void of_loraDropout_isRefusedWithItsReason() {
        assertThatThrownBy(() -> parse(FLIP_40 + "lora: {dropout: 0.1}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("dropout must be 0, got 0.1: adapters are added to the weights before");
    }

    @Test
    void read_assignments_replaceWhatTheFileSays(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("r.yaml"), FLIP_40);

        Recipe recipe = Recipe.read(file, List.of("steps=3", "objective.high=0.28", "rewards.0.noise=[]"));

        assertThat(recipe.steps()).isEqualTo(3);
        assertThat(((ClipObjective) recipe.objective()).high()).isEqualTo(0.28);
        assertThat(recipe.rewards().getFirst().noise()).isEmpty();
    }

    /** Each row: what is written instead of what, and the message it earns. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        temperature: 1.0, maxNew | tempreature: 1.0, maxNew | r.yaml:4:66: unknown key "tempreature" in rollout (plain); did you mean "temperature"? known: problemsPerStep, samplesPerProblem, temperature, maxNewTokens, topK, topP, minP, stop
        {use: group-norm} | grop-norm | r.yaml:8:9: unknown credit "grop-norm"; did you mean "group-norm"? known: group-norm, batch-whiten, leave-one-out, reinforce-plus-plus, gae, none
        samplesPerProblem: 8 | samplesPerProblem: 1 | r.yaml:4:10: rollout.samplesPerProblem must be at least 2 with credit group-norm, which compares the samples of a problem; got 1
        low: 0.2 | low: 1.2 | r.yaml:9:29: objective (clip): low must be in [0, 1], or .inf for no clipping, got 1.2
        probability: 0.4 | probability: 40 | r.yaml:6:63: rewards[0].noise[0] (flip): probability must be in [0, 1], got 40.0
        use: answer, weight: 1 | use: answer, weight: 0 | r.yaml:6:3: rewards: at least one reward needs a weight other than 0
        {use: boxed-format, weight: 0} | {use: answer, weight: 0} | r.yaml:6:3: rewards: the name answer is used twice; give one a `name`
        {use: boxed-format, weight: 0} | brevity | r.yaml:7:5: unknown reward "brevity"; known: answer, boxed-format, random, phrases, reward-model, process-reward-model; one of your own is found where BELAY_CLASSPATH names it
        {use: boxed-format, weight: 0} | flip | r.yaml:7:5: unknown reward "flip"; known: answer, boxed-format, random, phrases, reward-model, process-reward-model ("flip" is the name of a noise)
        , test: {use: chains, split: test, limit: 256} | ~~ | r.yaml:3:7: data has no test problems and evaluate.every is 10; add data.test, or set evaluate.every to 0
        limit: 256 | limit: 0 | r.yaml:3:84: data.test: limit must be at least 1, got 0
        steps: 150 | steps: 0 | r.yaml:12:8: steps must be at least 1, got 0
        steps: 150 | steps: many | r.yaml:12:8: steps must be a whole number, got "many"
        learningRate: 1.0e-3, | ~~ | r.yaml:11:12: optimizer.learningRate is missing and has no default (peak learning rate of AdamW)
        learningRate: 1.0e-3 | learningRate: -1 | r.yaml:11:27: optimizer: learningRate must be at least 0, got -1.0
        split: train | split: tarin | r.yaml:3:36: data.train.split must be one of train, test, got "tarin"; did you mean "train"?
        seed: 0 | device: gpu | r.yaml:14:9: device must be one of cpu, cuda, got "gpu"
        temperature: 1.0 | temperature: 0 | r.yaml:4:79: rollout (plain): temperature must be above 0, got 0.0
        """)
    void of_wrongRecipe_saysPlaceRuleValueAndChoices(String instead, String written, String message) {
        assertThat(FLIP_40).contains(instead);

        assertThatThrownBy(() -> parse(FLIP_40.replace(instead, written)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void folder_hubModelWithoutOwner_isRefusedBeforeAnyNetwork() {
        assertThatThrownBy(() -> ModelReference.folder("hf:Qwen3-0.6B", HubProgress.SILENT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a model of the Hub is named hf:OWNER/NAME or hf:OWNER/NAME@REVISION, got hf:Qwen3-0.6B");
    }

    @Test
    void folder_missingFolder_isNamed() {
        assertThatThrownBy(() -> ModelReference.folder("/no/such/folder", HubProgress.SILENT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("model /no/such/folder: no such folder or file; give belay:NAME (known: ");
    }

    /** Each row: a file's name, how it begins, and what is said of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        model.safetensors   | {}        | is a safetensors file: the weights alone, without configuration and tokenizer; name a folder
        weights             | 12345678{ | is a safetensors file
        pytorch_model.bin   | PK        | is a PyTorch pickle, which can run code when it is read
        model.pt            | x         | is a PyTorch pickle
        state               | PK        | is a PyTorch pickle
        notes.txt           | hello     | is a file that belay does not know; name a Hugging Face folder
        """)
    void folder_fileThatIsNoGguf_saysWhatItIsAndWhatToName(
            String name, String begins, String message, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(name), begins);
        assertThatThrownBy(() -> ModelReference.folder(file.toString(), HubProgress.SILENT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("model " + file + " " + message)
                .hasMessageContaining("name");
    }

    @Test
    void folder_weightsBesideTheirConfiguration_namesTheFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        Path file = Files.writeString(folder.resolve("model.safetensors"), "");
        assertThatThrownBy(() -> ModelReference.folder(file.toString(), HubProgress.SILENT))
                .hasMessageEndingWith("; name its folder, " + folder);
    }

    @Test
    void folder_gguf_isLeftToItsReader(@TempDir Path folder) throws IOException {
        Path damaged = Files.writeString(folder.resolve("x.gguf"), "");
        Path unnamed = Files.writeString(folder.resolve("blob"), "GGUF");
        for (Path file : List.of(damaged, unnamed)) {
            assertThat(ModelReference.folder(file.toString(), HubProgress.SILENT))
                    .isEqualTo(file);
        }
    }

    @Test
    void folder_withoutConfig_isRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> ModelReference.folder(folder.toString(), HubProgress.SILENT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("model " + folder + ": there is no config.json in this folder, so it is not a Hugging Face "
                        + "folder");
    }

    @Test
    void schema_everyMethod_isThere() {
        JsonNode schema = new ObjectMapper().valueToTree(new JsonSchema(Methods.ALL).of(Recipe.class, "recipe"));

        assertThat(schema.at("/required").toString())
                .isEqualTo("[\"name\",\"model\",\"data\",\"rewards\",\"optimizer\",\"steps\"]");
        assertThat(schema.at("/properties/rewards/items/oneOf/0/properties/noise/items/$ref")
                        .asText())
                .isEqualTo("#/$defs/noise");
    }

    @Test
    void methodsPage_everyMethodOfEveryStage_hasMeaningAndSource() {
        String page = new MethodsPage(Methods.ALL).markdown(Recipe.class);

        Methods.ALL
                .all()
                .forEach(catalogue -> catalogue.entries().forEach(entry -> {
                    assertThat(page).contains("### `" + entry.name() + "`").contains(entry.meaning());
                    assertThat(entry.meaning()).as(entry.name()).isNotBlank();
                    assertThat(entry.paper()).as(entry.name()).isNotBlank();
                }));
        assertThat(page).contains("| `optimizer.learningRate` | a number | must be given |");
    }

    @Test
    void of_moreUpdatesThanCompletions_areRefused() {
        String yaml = SmallRun.yaml(Path.of("model"));
        assertThatThrownBy(() -> Recipe.of(
                        YamlReader.parse(yaml + "credit: {use: gae, critic: {updatesPerStep: 9}}\n", "p.yaml")))
                .hasMessageContaining("credit.critic.updatesPerStep cuts a step's 8 completions into 9 parts a pass");
        String policy = yaml.replace("learningRate: 0.05", "learningRate: 0.05, updatesPerStep: 18, passes: 2");
        assertThatThrownBy(() -> Recipe.of(YamlReader.parse(policy, "p.yaml")))
                .hasMessageContaining("optimizer.updatesPerStep cuts a step's 8 completions into 9 parts a pass");
        assertThat(Recipe.of(YamlReader.parse(policy.replace("18", "16"), "p.yaml"))
                        .steps())
                .isEqualTo(8);
    }

    @Test
    void of_valueModelThatWarmsUpForTheWholeRun_isRefused() {
        String yaml = SmallRun.yaml(Path.of("model")) + "credit: {use: gae, critic: {warmupSteps: 8}}\n";
        assertThatThrownBy(() -> Recipe.of(YamlReader.parse(yaml, "ppo.yaml")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("credit.critic.warmupSteps must be below steps")
                .hasMessageContaining("got 8 and 8");
    }
}
