package dev.belay.lab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.recipe.Tree;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    private static final String TEXT = """
            name: s
            title: t
            question: q
            families: {good: a, bad: b}
            run: [good]
            base: {name: x, model: m, steps: 9, optimizer: {learningRate: 0.1, maxGradNorm: 1.0}, rewards: [answer]}
            arms:
              - {name: clean, label: Clean, kind: clean, reward: right}
              - {name: low, label: Low, kind: other, reward: right, set: {optimizer: {learningRate: 0.2}, rewards: [random]}}
            claims: [{claim: c, arm: low, against: clean}]
            """;

    @Test
    void recipe_mergesTheArmOverTheBase() {
        Study study = study(TEXT);
        // mappings are merged key by key, lists replaced; name, model and seed come from arm, family and seed
        assertThat(shown(study.recipe("low", "bad", 3)))
                .isEqualTo("{name: low, model: b, steps: 9, optimizer: {learningRate: 0.2, maxGradNorm: 1.0}, "
                        + "rewards: [random], seed: 3}");
        assertThat(shown(study.recipe("clean", "good", 0)))
                .contains("learningRate: 0.1")
                .contains("model: a");
    }

    @Test
    void read_baseAsPath_isRelativeToTheStudy(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("base.yaml"), "{name: x, steps: 5}");
        Path file = folder.resolve("s.yaml");
        Files.writeString(file, TEXT.replaceAll("base: .*", "base: base.yaml"));
        assertThat(shown(Study.read(file).recipe("clean", "good", 0))).contains("steps: 5");
    }

    @Test
    void set_changesEveryArm() {
        assertThat(shown(study(TEXT).set("steps=2").recipe("low", "good", 0))).contains("steps: 2");
    }

    @Test
    void set_whatTheStudyDecides_isRefused() {
        refusesToSet("seed=3", "seed cannot be set for a study", "--seeds");
        refusesToSet("model=x", "model cannot be set for a study", "--families");
        refusesToSet("name=x", "name cannot be set for a study");
    }

    @Test
    void set_whatAnArmSets_isRefusedWithItsName() {
        refusesToSet("optimizer.learningRate=0.3", "arm \"low\" sets optimizer.learningRate itself");
        refusesToSet("optimizer={learningRate: 0.3}", "arm \"low\" sets optimizer itself");
        refusesToSet("rewards.0.weight=2", "arm \"low\" sets rewards.0.weight itself");
        // beside what the arm sets, and so in every arm
        assertThat(shown(study(TEXT).set("optimizer.maxGradNorm=2.0").recipe("low", "good", 0)))
                .contains("learningRate: 0.2, maxGradNorm: 2.0");
    }

    private static void refusesToSet(String assignment, String... messages) {
        assertThatThrownBy(() -> study(TEXT).set(assignment))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--set " + assignment)
                .hasMessageContainingAll(messages);
    }

    @Test
    void read_wrongStudies_nameRuleValueAndChoices() {
        refuses(TEXT.replace("arm: low", "arm: lov"), "unknown arm \"lov\"");
        refuses(TEXT.replace("run: [good]", "run: [god]"), "unknown family \"god\"");
        refuses(TEXT.replace("name: low", "name: clean"), "are called \"clean\"");
        refuses(TEXT.replace("name: low", "name: Low arm"), "small letters, digits and dashes");
        refuses(TEXT.replace("kind: other", "kind: odd"), "clean, noise, random, format, other");
        refuses(TEXT.replace("title: t", "titel: t"), "unknown key \"titel\"");
        refuses(TEXT.replaceAll("base: .*\n", ""), "needs \"base\"");
        refuses(TEXT + "seeds: 0\n", "seeds must be at least 1");
    }

    @Test
    void read_theShippedStudy(@TempDir Path folder) {
        Study study = Study.read(Path.of("..", "studies", "noisy-rewards.yaml"));
        assertThat(study.plan().arms())
                .extracting(ArmPlan::name)
                .containsExactly("clean", "flip-20", "flip-40", "flip-50", "random", "format", "phrases");
        assertThat(study.plan().run()).containsExactly("good");
        assertThat(study.plan().families()).containsOnlyKeys("good", "bad", "none");
        assertThat(study.with(List.of("good", "bad"), 5).plan().seeds()).isEqualTo(5);
        // every arm of every family binds to a recipe, and the recipes can be compared
        assertThat(StudyRunner.plan(study.with(List.of("good", "bad", "none"), 2), folder))
                .hasSize(3 * 2 * 7);
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> study(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    private static Study study(String text) {
        return Study.of(YamlReader.parse(text, "s.yaml"), Path.of("."));
    }

    private static String shown(Tree tree) {
        return switch (tree) {
            case Tree.Scalar s -> s.text();
            case Tree.Items l ->
                l.items().stream().map(StudyTest::shown).toList().toString();
            case Tree.Fields f ->
                f.fields().stream()
                        .map(x -> x.key() + ": " + shown(x.value()))
                        .toList()
                        .toString()
                        .replaceAll("^\\[(.*)\\]$", "{$1}");
        };
    }
}
