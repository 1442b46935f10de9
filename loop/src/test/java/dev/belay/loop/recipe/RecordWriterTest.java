package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.recipe.Kitchen.Dish;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
    @Test
    void write_everyDefault_isSpelledOut() {
        Dish dish = Kitchen.bind("{name: soup, portions: [{use: tomato, spices: [pepper]}], extra: null}");

        assertThat(YamlWriter.write(new RecordWriter(Kitchen.ALL).write(dish))).isEqualTo("""
                        name: soup
                        portions:
                        - use: tomato
                          count: 2
                          spices:
                          - use: pepper
                            grams: 0.5
                          weight: 1.0
                        oven:
                          degrees: 180
                          heat: low
                          limit: .inf
                        extra: null
                        prices: {}
                        hot: true
                        seed: 7
                        """);
    }

    @Test
    void bind_optionalAbsent_isEmpty() {
        assertThat(Kitchen.bind("{name: a, portions: [], extra: null}").note()).isEqualTo(Optional.empty());
    }
}
