package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.loop.recipe.Kitchen.Cream;
import dev.belay.loop.recipe.Kitchen.Dish;
import dev.belay.loop.recipe.Kitchen.Heat;
import dev.belay.loop.recipe.Kitchen.Oven;
import dev.belay.loop.recipe.Kitchen.Pepper;
import dev.belay.loop.recipe.Kitchen.Portion;
import dev.belay.loop.recipe.Kitchen.Sauce;
import dev.belay.loop.recipe.Kitchen.Tomato;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecordRoundTripTest {
    @Property(tries = 100)
    void write_thenBind_givesAnEqualRecord(@ForAll("dishes") Dish dish) {
        String yaml = YamlWriter.write(new RecordWriter(Kitchen.ALL).write(dish));

        assertThat(Kitchen.bind(yaml)).isEqualTo(dish);
    }

    @Provide
    Arbitrary<Dish> dishes() {
        // YAML cannot carry most control characters; what a recipe file can hold is what must survive.
        Arbitrary<String> text = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('é', '\n', '\t')
                .ofMaxLength(12);
        Arbitrary<Double> number = Arbitraries.doubles();
        Arbitrary<Pepper> pepper = number.map(Pepper::new);
        Arbitrary<Sauce> sauce = Arbitraries.oneOf(
                number.map(Cream::new),
                Combinators.combine(
                                Arbitraries.integers().between(1, 9),
                                pepper.list().ofMaxSize(3))
                        .as((count, spices) -> new Tomato(count, List.copyOf(spices))));
        Arbitrary<Portion> portion = Combinators.combine(sauce, number).as(Portion::new);
        Arbitrary<Oven> oven = Combinators.combine(
                        Arbitraries.integers().lessOrEqual(300), Arbitraries.of(Heat.class), number)
                .as(Oven::new);
        Arbitrary<Map<String, Double>> prices = Arbitraries.maps(text, number).ofMaxSize(3);
        return Combinators.combine(
                        text,
                        portion.list().ofMaxSize(3),
                        oven,
                        sauce.injectNull(0.3),
                        Arbitraries.integers().injectNull(0.3),
                        text.optional(),
                        prices)
                .as((name, portions, o, extra, servings, note, map) -> new Dish(
                        name, portions, o, extra, servings, note, map, map.isEmpty(), servings == null ? 0 : 1L << 40));
    }
}
