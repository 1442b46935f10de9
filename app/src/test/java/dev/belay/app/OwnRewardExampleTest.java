package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.Reference;
import dev.belay.loop.recipe.Catalogue;
import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.RewardContext;
import dev.belay.loop.reward.Rewards;
import dev.belay.loop.reward.Score;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.Span;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.Finish;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example compiles against what it says it needs, and its reward is found under its name. */
class OwnRewardExampleTest {
    private static final Path EXAMPLE = Path.of("../examples/own-reward");

    @TempDir
    private Path build;

    @Test
    void example_compiledAndOnTheClassPath_joinsTheCatalogue() throws Exception {
        compile();
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {build.toUri().toURL(), EXAMPLE.toUri().toURL()}, usual)) {
            thread.setContextClassLoader(loader);
            Class<? extends Reward> type = Catalogue.of("reward", Reward.class, Rewards.ENTRIES)
                    .lookup("brevity")
                    .type();
            Reward reward = type.getConstructor(int.class).newInstance(4);

            assertThat(score(reward, "so 12")).isEqualTo(0.5);
            assertThat(score(reward, "one two three four five")).isZero();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(EXAMPLE.resolve("src"))) {
            List<Path> java =
                    sources.filter(p -> p.toString().endsWith(".java")).toList();
            List<String> options = List.of("-proc:none", "-d", build.toString());
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                            .call())
                    .isTrue();
        }
    }

    private static double score(Reward reward, String text) {
        Problem problem = new Problem("p", List.of(Message.user("?")), Reference.HIDDEN, Map.of());
        int[] none = {};
        Completion completion =
                new Completion(none, new float[0], text, List.of(Span.policy(0)), Finish.STOP, none, none);
        RunState start = RunState.start(0, 1);
        Score score = reward.score(
                        new Group("g", problem, List.of(completion)), new RewardContext(start, start.stream("reward")))
                .getFirst();
        return ((Score.Scored) score).value();
    }
}
