package dev.belay.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the package promises about its own sources: purity, no backtracking, and a line in the table for every rule. */
class RuleSourcesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/belay/verify/rules");
    private static final Path TABLE = Path.of("RULES.md");

    // A clock, a thread, a regular expression in any disguise, a random number, or a static that can change.
    private static final Pattern FORBIDDEN = Pattern.compile(
            "nanoTime|currentTimeMillis|java\\.time|Instant\\.now|\\bThread\\b|java\\.util\\.concurrent|java\\.util\\.regex"
                    + "|\\.matches\\(\"|\\.replaceAll\\(\"|\\.replaceFirst\\(\"|Random|ThreadLocal"
                    + "|static (?!final|<|class|record|enum|interface)[\\w<>\\[\\], ?]+ \\w+ *[=;]");

    private static final Pattern RULE =
            Pattern.compile("public record (\\w+)\\([^{]*\\)\\s*(?:implements (?:TextRule|Instruction) )?\\{");

    @Test
    void sources_areCompleteAndPure() {
        List<Path> files = sources();
        assertThat(files).hasSizeGreaterThan(70);
        for (Path file : files) {
            assertThat(FORBIDDEN.matcher(withoutComments(read(file))).results().map(hit -> hit.group()))
                    .as("%s", file)
                    .isEmpty();
        }
    }

    @Test
    void everyTextRule_hasALineInTheTable() {
        String table = read(TABLE);
        List<String> rules = sources().stream()
                .flatMap(file -> RULE.matcher(read(file)).results())
                .filter(hit -> hit.group().contains("implements"))
                .map(hit -> hit.group(1))
                .toList();
        assertThat(rules)
                .hasSizeGreaterThan(38)
                .allSatisfy(rule -> assertThat(table).contains("`" + rule + "`"));
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
    }

    private static List<Path> sources() {
        try (Stream<Path> walk = Files.walk(SOURCES)) {
            return walk.filter(path -> path.toString().endsWith(".java")).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
