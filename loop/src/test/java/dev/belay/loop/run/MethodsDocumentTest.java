package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.recipe.MethodsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MethodsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/METHODS.md");

    @Test
    void document_isWhatTheRecordsSay() throws IOException {
        String page = new MethodsPage(Methods.ALL).markdown(Recipe.class);

        assertThat(Files.readString(DOCUMENT))
                .as("out of date; refresh it with ./belay methods --markdown > docs/METHODS.md")
                .isEqualTo(page);
    }
}
