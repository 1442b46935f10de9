package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.recipe.Overrides;
import dev.belay.loop.recipe.Tree;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.InvalidInputException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointSpaceTest {
    private static final Path FOLDER = Path.of("runs", "x");
    private static final long MIB = 1 << 20;

    /** One checkpoint is written while those that are kept are still there; a short run never has that many. */
    @ParameterizedTest
    @CsvSource({
        "100, 10, 2, 0, 0, 3",
        "10, 10, 2, 0, 0, 1",
        "11, 10, 2, 0, 0, 2",
        "5, 50, 2, 0, 0, 1",
        "100, 10, 2, 50, 2, 1",
        "100, 10, 2, 100, 2, 0",
        "95, 10, 2, 90, 1, 1",
        "100, 10, 5, 20, 2, 4"
    })
    void of_countsWhatWillLieThereAtATime(int steps, int every, int kept, int done, int present, int more) {
        Tree tree = YamlReader.parse(SmallRun.yaml(Path.of("m")), "small.yaml");
        tree = Overrides.set(tree, "steps=" + steps);
        tree = Overrides.set(tree, "keep={checkpointEvery: " + every + ", checkpoints: " + kept + "}");
        assertThat(CheckpointSpace.of(Recipe.of(tree), 7, 5, done, present)).isEqualTo(new CheckpointSpace(7, 5, more));
    }

    /** Three checkpoints of a Mi parameter: 42 MiB at least, 48 at most, and 60 is comfortable. */
    @Test
    void require_freeSpace_isEnoughNearOrTooLittle() {
        CheckpointSpace space = new CheckpointSpace(MIB, 0, 3);
        assertThat(space.require(FOLDER, OptionalLong.of(60 * MIB))).isEmpty();
        assertThat(space.require(FOLDER, OptionalLong.empty())).isEmpty();
        assertThat(space.require(FOLDER, OptionalLong.of(60 * MIB - 1)))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .isEqualTo("checkpoints take 42 MiB to 48 MiB (3 at a time, weights and optimizer) and the disk"
                                + " of runs/x has 60 MiB free, which is near; free some, choose another --out, or"
                                + " lower keep.checkpoints"));
        assertThat(space.require(FOLDER, OptionalLong.of(42 * MIB))).isPresent();
        assertThatThrownBy(() -> space.require(FOLDER, OptionalLong.of(42 * MIB - 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("has 42 MiB free; free some, choose another --out, or lower keep.checkpoints");
    }

    @Test
    void require_smallModel_isToldInKibibytes() {
        assertThatThrownBy(() -> new CheckpointSpace(10 << 10, 0, 1).require(FOLDER, OptionalLong.of(100 << 10)))
                .hasMessageStartingWith("checkpoints take 140 KiB to 160 KiB ")
                .hasMessageContaining("has 100 KiB free");
    }

    @Test
    void require_nothingMoreToWrite_neverComplains() {
        assertThat(new CheckpointSpace(1L << 60, 0, 0).require(FOLDER, OptionalLong.of(0)))
                .isEmpty();
    }

    /** Its masters and moments, and no folder: 14 + 12 MiB at least. */
    @Test
    void require_valueModel_takesTwelveBytesANumber() {
        CheckpointSpace space = new CheckpointSpace(MIB, MIB, 1);
        assertThatThrownBy(() -> space.require(FOLDER, OptionalLong.of(26 * MIB - 1)))
                .hasMessageStartingWith("checkpoints take 26 MiB to 28 MiB ");
        assertThat(space.require(FOLDER, OptionalLong.of(35 * MIB))).isEmpty();
    }
}
