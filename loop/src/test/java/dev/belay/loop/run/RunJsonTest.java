package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJsonTest {
    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("run.json"), text);
    }

    @Test
    void recipe_notJson_isNamed() throws IOException {
        Path file = write("{");

        assertThatThrownBy(() -> RunJson.recipe(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file + " is not JSON: ")
                .hasMessageNotContaining("Source");
    }

    @Test
    void recipe_otherFile_isRefused() throws IOException {
        Path file = write("{\"recipe\": 3}");

        assertThatThrownBy(() -> RunJson.recipe(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " holds no \"recipe\"");
    }

    @Test
    void recipe_otherFormat_isRefused() throws IOException {
        Path file = write("{\"format\": 2, \"recipe\": {}}");

        assertThatThrownBy(() -> RunJson.recipe(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " has format 2; this version reads 1");
    }

    @Test
    void model_ofTheHub_isTheCommitTheRunBeganWith() throws IOException {
        Path file = write("{\"model\": {\"folder\": \"/cache/models--a--b/snapshots/0a1b\"}}");
        Recipe recipe = SmallRun.recipe(Path.of("hf:a/b@main"));

        assertThat(RunJson.model(file, recipe)).isEqualTo("hf:a/b@0a1b");
    }

    @Test
    void rewardModel_ofTheHub_isTheCommitTheRunBeganWith() throws IOException {
        Path file = write("{\"rewardModels\": {\"hf:a/rm\": {\"folder\": \"/cache/models--a--rm/snapshots/0a1b\"}}}");

        assertThat(RunJson.rewardModel(file, "hf:a/rm")).isEqualTo("hf:a/rm@0a1b");
        assertThat(RunJson.rewardModel(file, "hf:a/other")).isEqualTo("hf:a/other");
        assertThat(RunJson.rewardModel(file, "/some/folder")).isEqualTo("/some/folder");
    }

    @Test
    void model_ofAFolder_isTheOneTheRecipeNames() throws IOException {
        Path file = write("{\"model\": {\"folder\": \"/somewhere/snapshots/7\"}}");

        assertThat(RunJson.model(file, SmallRun.recipe(Path.of("/elsewhere")))).isEqualTo("/elsewhere");
    }

    @Test
    void commit_branchOfALinkedWorkTree_isFound() throws IOException {
        Path main = Files.createDirectories(folder.resolve("main/.git"));
        Path linked = Files.createDirectories(main.resolve("worktrees/side"));
        Files.writeString(linked.resolve("HEAD"), "ref: refs/heads/side\n");
        Files.writeString(linked.resolve("commondir"), "../..\n");
        Files.createDirectories(main.resolve("refs/heads"));
        Files.writeString(main.resolve("refs/heads/side"), "0123abc\n");
        Path side = Files.createDirectories(folder.resolve("side/deep"));
        Files.writeString(folder.resolve("side/.git"), "gitdir: " + linked + "\n");

        assertThat(Machine.commit(side)).contains("0123abc");
    }

    @Test
    void commit_packedReference_isFound() throws IOException {
        Path git = Files.createDirectories(folder.resolve(".git"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("packed-refs"), "# pack-refs\nfeed refs/heads/main\n");

        assertThat(Machine.commit(folder)).contains("feed");
    }
}
