package dev.belay.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private static StandardOutput failing(String reason) {
        StandardOutput stream = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
        try (PrintWriter writer = new PrintWriter(stream, true, StandardCharsets.UTF_8)) {
            writer.println("rows");
        }
        return stream;
    }

    @Test
    void loss_fullDisk_isToldThoughTheWriterSwallowsIt() {
        assertThat(failing("No space left on device").loss())
                .hasValueSatisfying(loss -> assertThat(loss)
                        .isEqualTo("standard output could not be written to its end: no space left on the disk"));
    }

    @Test
    void loss_readerThatHasEnough_isNone() {
        assertThat(failing("Broken pipe").loss()).isEmpty();
    }

    @Test
    void write_whole_arrivesAndNothingIsLost() {
        ByteArrayOutputStream there = new ByteArrayOutputStream();
        StandardOutput stream = new StandardOutput(there);
        try (PrintWriter writer = new PrintWriter(stream, true, StandardCharsets.UTF_8)) {
            writer.print("gr\u00f6\u00dfer");
        }
        assertThat(there.toString(StandardCharsets.UTF_8)).isEqualTo("gr\u00f6\u00dfer");
        assertThat(stream.loss()).isEmpty();
    }
}
