package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedRecipesTest {
    @Test
    void everyRecipeInTheRepository_isRead() {
        List<Path> recipes = Disk.list(Path.of("../recipes")).stream()
                .filter(file -> file.toString().endsWith(".yaml"))
                .toList();

        assertThat(recipes)
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(Recipe.read(file, List.of()).toYaml()).contains("learningRate"));
    }
}
