package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.checkpoint.OutputHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {
    @TempDir
    private Path folder;

    private String rows(String... lines) throws IOException {
        return Files.write(folder.resolve("rows.jsonl"), List.of(lines)).toString();
    }

    /** The columns that training reads right answers from serve here too; gold goes first. */
    @Test
    void score_answerAsTrainingNamesIt_isTheReference() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "score",
                rows(
                        "{\"id\": 1, \"answer\": \"4\", \"response\": \"\\\\boxed{4}\"}",
                        "{\"id\": 2, \"gold\": \"5\", \"answer\": \"4\", \"response\": \"\\\\boxed{4}\"}"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).contains("\"answer\":1.0").doesNotContain("ungradable");
        assertThat(lines.get(1)).contains("\"answer\":0.0");
    }

    @Test
    void score_blankReward_isRefused() {
        CommandLineRun run = CommandLineRun.of("score", "no-such-file.jsonl", "--reward", " ");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--reward must not be blank");
    }

    /** Rows may be many, and what is wrong with a reward is known without them. */
    @Test
    void score_unknownReward_isToldBeforeRowsAreLookedFor() {
        CommandLineRun run = CommandLineRun.of("score", "no-such-file.jsonl", "--reward", "nope");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("unknown reward \"nope\"").doesNotContain("no-such-file");
    }

    @Test
    void score_answerAndFormat_sumsThemAndKeepsBoth() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "score",
                rows("{\"id\": 1, \"gold\": \"4\", \"responses\": [\"so \\\\boxed{4}\", \"\\\\boxed{5}\", \"four\"]}"),
                "--reward",
                "answer",
                "--reward",
                "{use: boxed-format, weight: 0.5}");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "{\"id\":1,\"sample\":0,\"reward\":1.5,\"scores\":{\"answer\":1.0,\"boxed-format\":1.0}}",
                        "{\"id\":1,\"sample\":1,\"reward\":0.5,\"scores\":{\"answer\":0.0,\"boxed-format\":1.0}}",
                        "{\"id\":1,\"sample\":2,\"reward\":0.0,\"scores\":{\"answer\":0.0,\"boxed-format\":0.0}}");
    }

    @Test
    void score_withoutGold_isUngradableAndNotZero() throws IOException {
        CommandLineRun run = CommandLineRun.of("score", rows("{\"id\": 1, \"response\": \"\\\\boxed{4}\"}"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\"reward\":null")
                .contains("\"answer\":null")
                .contains("\"ungradable\":");
    }

    @Test
    void score_rewardModel_readsPromptAndAnswerTogether() throws IOException {
        Path model =
                TinyModel.saveClassifier(folder.resolve("judge"), OutputHead.Classification.ofSequences("bad", "good"));
        String reward = "{use: reward-model, label: 1, squash: softmax, model: " + model + "}";
        CommandLineRun run = CommandLineRun.of(
                "score",
                rows(
                        "{\"id\": 1, \"prompt\": \"1+1=\", \"responses\": [\"2\", \"3\", \"2\"]}",
                        "{\"id\": 2, \"prompt\": \"1+\", \"response\": \"1=2\"}",
                        "{\"id\": 3, \"prompt\": \"\", \"response\": \"" + "9".repeat(3000) + "\"}"),
                "--reward",
                reward);

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> rewards = run.out()
                .lines()
                .map(line -> line.replaceAll(".*\"reward\":([^,]*),.*", "$1"))
                .toList();
        assertThat(rewards).hasSize(5);
        assertThat(Double.parseDouble(rewards.get(0))).isBetween(0.0, 1.0);
        assertThat(rewards.get(1)).isNotEqualTo(rewards.get(0));
        assertThat(rewards.get(2)).isEqualTo(rewards.get(0));
        // The model has no chat template, so where the prompt ends does not show.
        assertThat(Double.parseDouble(rewards.get(3))).isCloseTo(Double.parseDouble(rewards.get(0)), within(1e-5));
        assertThat(run.out().lines().toList().get(4))
                .contains(
                        "\"reward\":null",
                        "prompt and answer have 3000 tokens and the context of " + model + " has 2048");
    }

    /** A conversation and the same texts as one are different things to a model with a chat template. */
    @Test
    void score_rewardModelAndMessages_readsTheConversation() throws IOException {
        Path model = TinyModel.saveClassifier(folder.resolve("judge"), OutputHead.Classification.ofSequences("score"));
        Files.writeString(
                model.resolve("chat_template.jinja"),
                "{% for m in messages %}{{ m.role }}: {{ m.content }};{% endfor %}");
        CommandLineRun run = CommandLineRun.of(
                "score",
                rows(
                        "{\"prompt\": [{\"role\": \"user\", \"content\": \"1+1\"}], \"response\": \"2\"}",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"1+1\"}],"
                                + " \"completion\": [{\"role\": \"assistant\", \"content\": \"2\"}]}",
                        "{\"prompt\": \"user: 1+1;assistant: \", \"response\": \"2;\"}",
                        "{\"prompt\": \"1+1\", \"response\": \"2\"}"),
                "--reward",
                "{use: reward-model, model: " + model + "}");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<Double> rewards = run.out()
                .lines()
                .map(line -> Double.valueOf(line.replaceAll(".*\"reward\":([^,]*),.*", "$1")))
                .toList();
        assertThat(rewards.get(1)).isEqualTo(rewards.get(0));
        assertThat(rewards.get(2)).isCloseTo(rewards.get(0), within(1e-5));
        assertThat(Math.abs(rewards.get(3) - rewards.get(0))).isGreaterThan(1e-3);
    }

    @Test
    void score_promptThatEndsWithAnAnswer_isRefused() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "score", rows("{\"messages\": [{\"role\": \"assistant\", \"content\": \"2\"}], \"response\": \"2\"}"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("rows.jsonl:1: column \"messages\" ends with the assistant's turn");
    }

    @Test
    void score_answerThatTheModelCannotRead_isUngradableAndCostsNobodyElse() throws IOException {
        Path model = TinyModel.saveClassifier(folder.resolve("judge"), OutputHead.Classification.ofSequences("score"));
        CommandLineRun run = CommandLineRun.of(
                "score",
                rows("{\"prompt\": \"1+1=\", \"responses\": [\"2\", \"\u03a9\", \"3\"]}"),
                "--reward",
                "{use: reward-model, model: " + model + "}");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).doesNotContain("null");
        assertThat(lines.get(1)).contains("\"reward\":null", "cannot read it");
        assertThat(lines.get(2)).doesNotContain("null");
    }

    /** A model may take minutes to fetch and open. */
    @Test
    void score_whatIsWrongWithRowsOrTarget_isSaidBeforeTheModelIsOpened() throws IOException {
        String nowhere = "{use: reward-model, model: " + folder.resolve("nowhere") + "}";
        Path there = Files.createFile(folder.resolve("there.jsonl"));

        CommandLineRun noFile =
                CommandLineRun.of("score", folder.resolve("missing.jsonl").toString(), "--reward", nowhere);
        assertThat(noFile.err()).contains("missing.jsonl does not exist");
        CommandLineRun noTarget = CommandLineRun.of(
                "score", rows("{\"response\": \"x\"}"), "--reward", nowhere, "--out", there.toString());
        assertThat(noTarget.err()).contains("there.jsonl is there already");
        CommandLineRun badRow = CommandLineRun.of("score", rows("{\"response\": \"x\"}", "{}"), "--reward", nowhere);
        assertThat(badRow.err()).contains("rows.jsonl:2: needs \"response\" or \"responses\"");
    }

    @Test
    void score_rewardModelThatIsALanguageModel_isRefused() throws IOException {
        Path model = TinyModel.save(folder.resolve("language"));
        CommandLineRun run = CommandLineRun.of(
                "score", rows("{\"response\": \"x\"}"), "--reward", "{use: reward-model, model: " + model + "}");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("rewards[0] (reward-model): " + model
                        + " is a Qwen2ForCausalLM, which has no classification head");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void score_unknownReward_suggestsTheNearest() throws IOException {
        CommandLineRun run = CommandLineRun.of("score", rows("{\"response\": \"x\"}"), "--reward", "anwser");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean \"answer\"");
    }
}
