package dev.belay.app.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowWriterTest {
    private static final ObjectNode ROW = JsonNodeFactory.instance.objectNode().put("id", 1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void creating_fileThatAppearsMeanwhile_isKept() throws IOException {
        Path out = folder.resolve("out.jsonl");
        try (RowWriter writer = RowWriter.creating(out)) {
            writer.write(ROW);
            Files.writeString(out, "another's");
            assertThatThrownBy(writer::finish)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(out + " is there already; choose another --out, or add --overwrite to replace it");
        }
        assertThat(out).hasContent("another's");
        assertThat(folder).isDirectoryContaining(file -> file.equals(out)).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void replacing_withoutFinish_keepsTheOldFile() throws IOException {
        Path out = Files.writeString(folder.resolve("out.jsonl"), "old");
        try (RowWriter writer = RowWriter.replacing(out)) {
            writer.write(ROW);
        }
        assertThat(out).hasContent("old");
        try (RowWriter writer = RowWriter.replacing(out)) {
            writer.write(ROW);
            writer.finish();
        }
        assertThat(out).hasContent("{\"id\":1}");
    }

    @Test
    void creating_folder_isRefused() {
        assertThatThrownBy(() -> RowWriter.replacing(folder))
                .hasMessage(folder + " is a folder; --out must name a file");
    }

    @Test
    void creating_whereNothingCanBeMade_namesTheFileAndNotItsCopy() {
        assertThatThrownBy(() -> RowWriter.creating(Path.of("/proc/out.jsonl")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("cannot write /proc/out.jsonl: nothing can be made there; choose another --out");
    }
}
