package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine on which nothing of ours ran before. JavaCPP leaves links between libraries in its cache, which hide that one of
 * them was loaded before what it needs, so this takes a process and a cache of its own.
 */
class EmptyLibraryCacheTest {
    @TempDir
    private Path folder;

    /** What the child does. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            ModelConfig tiny = ModelConfig.qwen2(32, 16, 1, 2, 1, 32);
            try (CpuModel model = CpuModel.random(tiny, new NoTokenizer(), RandomKey.of(0))) {
                System.exit(
                        model.parameters.count > 0
                                        && NativeRuntime.torchWithAvx2().isPresent()
                                ? 0
                                : 3);
            }
        }
    }

    @Test
    void libraries_unpackedForTheFirstTime_loadInOrder() throws IOException, InterruptedException {
        Path log = folder.resolve("child.log");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = child.waitFor();

        boolean expected = NativeRuntime.torchWithAvx2().isPresent();
        assertThat(exit).as(Files.readString(log)).isEqualTo(expected ? 0 : 3);
    }
}
