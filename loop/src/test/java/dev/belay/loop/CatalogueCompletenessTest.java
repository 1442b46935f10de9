package dev.belay.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.credit.Credits;
import dev.belay.loop.data.catalogue.Sources;
import dev.belay.loop.objective.Objectives;
import dev.belay.loop.objective.Regularisers;
import dev.belay.loop.recipe.Entry;
import dev.belay.loop.reward.Gates;
import dev.belay.loop.reward.Noises;
import dev.belay.loop.reward.Rewards;
import dev.belay.loop.rollout.Rollouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A method is one small file, one catalogue line, one test and one paragraph; none may be missing. */
class CatalogueCompletenessTest {
    private static final Path PAPERS = Path.of("../docs/PAPERS.md");
    private static final Path TESTS = Path.of("src/test/java");

    static Stream<Entry<?>> entries() {
        return Stream.of(
                        Sources.ENTRIES,
                        Rollouts.ENTRIES,
                        Rewards.ENTRIES,
                        Noises.ENTRIES,
                        Gates.ENTRIES,
                        Credits.ENTRIES,
                        Objectives.ENTRIES,
                        Regularisers.ENTRIES)
                .flatMap(List::stream);
    }

    @Test
    void scan_seesTheCatalogues() {
        assertThat(entries()).hasSizeGreaterThanOrEqualTo(18);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entry_hasItsParagraph(Entry<?> entry) throws IOException {
        String heading = "### `" + entry.name() + "`\n`" + entry.type().getName() + "`";
        String papers = Files.readString(PAPERS);
        assertThat(papers).as("docs/PAPERS.md").contains(heading);
        String paragraph = papers.substring(papers.indexOf(heading) + heading.length());
        int end = paragraph.indexOf("\n#");
        assertThat(end < 0 ? paragraph : paragraph.substring(0, end))
                .as("what docs/PAPERS.md says of " + entry.name())
                .hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void entry_hasItsTest(Entry<?> entry) throws IOException {
        Path folder = TESTS.resolve(entry.type().getPackageName().replace('.', '/'));
        String use = "new " + entry.type().getSimpleName() + "(";
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith("Test.java"))
                            .filter(f -> !f.endsWith("RewardContractTest.java"))
                            .filter(f -> contains(f, use)))
                    .as("tests in " + folder + " that say \"" + use + "\"")
                    .isNotEmpty();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
