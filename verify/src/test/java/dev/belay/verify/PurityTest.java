package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No clock, thread, signal or static mutable state in the sources, so that a verdict depends on its arguments only. */
class PurityTest {

    private static final Pattern IMPURE = Pattern.compile(
            "nanoTime|currentTimeMillis|java\\.time\\.(?:Clock|Instant)|Instant\\.now|new Thread|Thread\\.|Executor|Timer\\b"
                    + "|sun\\.misc\\.Signal|java\\.util\\.Random\\b|Math\\.random|ThreadLocal|\\bvolatile\\b|\\bsynchronized\\b");
    private static final Pattern MUTABLE_STATIC = Pattern.compile(
            "^\\s*(?:private |protected |public )?static (?!final |class |record |enum |interface )[^(]*[=;]");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            return all.filter(p -> p.toString().endsWith(".java")).toList();
        }
    }

    private static Stream<String> offences(Path source) {
        try {
            return Files.readAllLines(source, StandardCharsets.UTF_8).stream()
                    .filter(line ->
                            !line.strip().startsWith("*") && !line.strip().startsWith("//"))
                    .filter(line -> IMPURE.matcher(line).find()
                            || MUTABLE_STATIC.matcher(line).find())
                    .map(line -> source.getFileName() + ": " + line.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sources_holdNoClockThreadOrMutableStatic() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).as("the scan saw the sources").hasSizeGreaterThan(60);
        assertThat(sources.stream().flatMap(PurityTest::offences)).isEmpty();
    }
}
