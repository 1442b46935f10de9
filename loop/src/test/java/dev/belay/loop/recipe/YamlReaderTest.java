package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReaderTest {
    @Test
    void parse_tab_saysWhere() {
        assertThatThrownBy(() -> YamlReader.parse("a:\n\tb: 1\n", "r.yaml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("r.yaml:2:1: not YAML: found character '\\t(TAB)' that cannot start any token");
    }

    @Test
    void parse_javaTag_isRefused() {
        assertThatThrownBy(() -> YamlReader.parse("!!java.net.URL [\"http://localhost\"]", "r.yaml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("r.yaml:1:1: not YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL");
    }

    @Test
    void parse_aliasBomb_isRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            yaml.append("a").append(i).append(": &a").append(i).append(" [");
            yaml.append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
        }

        assertThatThrownBy(() -> YamlReader.parse(yaml.toString(), "r.yaml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("more than 100000 values; are aliases (*name) repeated too often?");
    }

    @Test
    void parse_aliasInsideItself_isRefused() {
        assertThatThrownBy(() -> YamlReader.parse("a: &a [*a]", "r.yaml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nested deeper than 50 levels");
    }

    @Test
    void parse_deepNesting_isRefused() {
        assertThatThrownBy(() -> YamlReader.parse("[".repeat(100_000), "r.yaml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("r.yaml")
                .hasMessageContaining("50");
    }

    @Test
    void parse_twoDocuments_isRefused() {
        assertThatThrownBy(() -> YamlReader.parse("a: 1\n---\nb: 2\n", "r.yaml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("r.yaml:2:1: not YAML: but found another document");
    }

    @Test
    void read_missingFile_isNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> YamlReader.read(folder.resolve("no.yaml")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("no such file: " + folder.resolve("no.yaml"));
    }

    @Test
    void read_notText_isRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});

        assertThatThrownBy(() -> YamlReader.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + ": not UTF-8 text");
    }
}
