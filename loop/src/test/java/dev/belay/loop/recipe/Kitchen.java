package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record tree that uses everything the binder can do. */
final class Kitchen {
    private Kitchen() {}

    interface Sauce {}

    interface Spice {}

    enum Heat {
        LOW,
        VERY_HIGH
    }

    record Tomato(
            @Default("2") @Doc("tomatoes to the litre") int count,
            @Default("[]") List<Spice> spices) implements Sauce {
        Tomato {
            if (count < 1) {
                throw new InvalidInputException("count must be at least 1, got " + count);
            }
            spices = List.copyOf(spices);
        }
    }

    record Cream(double fat) implements Sauce {}

    record Pepper(@Default("0.5") double grams) implements Spice {}

    record FromAnotherJar(
            @Default("1") int spoons, @Default("") String origin) implements Spice {}

    record Portion(@Inline Sauce sauce, @Default("1") double weight) {}

    record Oven(
            @Default("180") int degrees,
            @Default("low") Heat heat,
            @Default(".inf") double limit) {
        Oven {
            if (degrees > 300 && heat == Heat.LOW) {
                throw new InvalidInputException("oven: a low heat cannot reach " + degrees + " degrees");
            }
        }
    }

    record Dish(
            @Doc("what the menu says") String name,
            List<Portion> portions,
            @Default("{}") Oven oven,
            @Default("cream") @Nullable Sauce extra,
            @Nullable Integer servings,
            Optional<String> note,
            @Default("{}") Map<String, Double> prices,
            @Default("true") boolean hot,
            @Default("7") long seed) {}

    static final Catalogue<Sauce> SAUCES = Catalogue.of(
            "sauce",
            Sauce.class,
            List.of(
                    new Entry<>("tomato", Tomato.class, "Boiled tomatoes.", "grandmother", Status.STABLE),
                    new Entry<>("cream", Cream.class, "Cream as it is.", "the farm", Status.TESTED)));

    static final Catalogue<Spice> SPICES = Catalogue.of(
            "spice",
            Spice.class,
            List.of(new Entry<>("pepper", Pepper.class, "Ground pepper.", "the shop", Status.STABLE)));

    static final Catalogues ALL = Catalogues.of(SAUCES, SPICES);

    static Dish bind(String yaml) {
        return new Binder(ALL).bind(YamlReader.parse(yaml, "dish.yaml"), Dish.class);
    }
}
