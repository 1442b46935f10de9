package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.recipe.Kitchen.Cream;
import dev.belay.loop.recipe.Kitchen.Dish;
import dev.belay.loop.recipe.Kitchen.FromAnotherJar;
import dev.belay.loop.recipe.Kitchen.Heat;
import dev.belay.loop.recipe.Kitchen.Oven;
import dev.belay.loop.recipe.Kitchen.Pepper;
import dev.belay.loop.recipe.Kitchen.Portion;
import dev.belay.loop.recipe.Kitchen.Tomato;
import dev.belay.model.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {
    @Test
    void bind_everythingWritten_fillsNestedRecords() {
        Dish dish = Kitchen.bind("""
            name: stew
            portions:
              - {use: tomato, count: 3, weight: 0.5, spices: [pepper, {use: pepper, grams: 1e-1}]}
              - {use: cream, fat: 30}
            oven: {degrees: 220, heat: very-high, limit: 2}
            extra: {use: cream, fat: 10}
            servings: 4
            note: "true"
            prices: {small: 1, large: 2.5}
            hot: false
            seed: -9
            """);

        assertThat(dish)
                .isEqualTo(new Dish(
                        "stew",
                        List.of(
                                new Portion(new Tomato(3, List.of(new Pepper(0.5), new Pepper(0.1))), 0.5),
                                new Portion(new Cream(30), 1)),
                        new Oven(220, Heat.VERY_HIGH, 2),
                        new Cream(10),
                        4,
                        Optional.of("true"),
                        Map.of("small", 1.0, "large", 2.5),
                        false,
                        -9));
    }

    @Test
    void bind_littleWritten_takesDefaults() {
        Dish dish = Kitchen.bind("{name: soup, portions: [tomato], extra: null}");

        assertThat(dish)
                .isEqualTo(new Dish(
                        "soup",
                        List.of(new Portion(new Tomato(2, List.of()), 1)),
                        new Oven(180, Heat.LOW, Double.POSITIVE_INFINITY),
                        null,
                        null,
                        Optional.empty(),
                        Map.of(),
                        true,
                        7));
    }

    @Test
    void bind_entryOfAnotherJar_isFound() {
        Dish dish = Kitchen.bind("{name: soup, extra: null, portions: [{use: tomato, spices: [sumac]}]}");

        assertThat(dish.portions().getFirst().sauce()).isEqualTo(new Tomato(2, List.of(new FromAnotherJar(1, ""))));
    }

    /** Each row: a line that is wrong, and the message it earns. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        sevings: 4                  | dish.yaml:4:1: unknown key "sevings" in dish; did you mean "servings"? known: name, portions, oven, extra, servings, note, prices, hot, seed
        zzzzzz: 4                   | dish.yaml:4:1: unknown key "zzzzzz" in dish; known: name, portions, oven, extra, servings, note, prices, hot, seed
        oven: {degree: 4}           | dish.yaml:4:8: unknown key "degree" in oven; did you mean "degrees"? known: degrees, heat, limit
        oven: hot                   | dish.yaml:4:7: oven must be a mapping, got "hot"
        oven: [1]                   | dish.yaml:4:7: oven must be a mapping, got a list
        oven: {degrees: warm}       | dish.yaml:4:17: oven.degrees must be a whole number, got "warm"
        oven: {degrees: 180.5}      | dish.yaml:4:17: oven.degrees must be a whole number, got "180.5"
        oven: {degrees: "180"}      | dish.yaml:4:17: oven.degrees must be a whole number, got "180"; remove the quotes
        oven: {degrees: }           | dish.yaml:4:16: oven.degrees must be a whole number, got nothing
        oven: {degrees: [1]}        | dish.yaml:4:17: oven.degrees must be a whole number, got a list
        oven: {degrees: 99999999999} | dish.yaml:4:17: oven.degrees must be a whole number, got "99999999999"
        oven: {limit: NaN}          | dish.yaml:4:15: oven.limit must be a number, got "NaN"
        oven: {limit: 1d}           | dish.yaml:4:15: oven.limit must be a number, got "1d"
        oven: {heat: very-hihg}     | dish.yaml:4:14: oven.heat must be one of low, very-high, got "very-hihg"; did you mean "very-high"?
        oven: {degrees: 400}        | dish.yaml:4:7: oven: a low heat cannot reach 400 degrees
        extra: {use: tomato, count: 0} | dish.yaml:4:29: extra (tomato): count must be at least 1, got 0
        extra: tomatoe              | dish.yaml:4:8: unknown sauce "tomatoe"; did you mean "tomato"? known: tomato, cream
        extra: pepper               | dish.yaml:4:8: unknown sauce "pepper"; known: tomato, cream ("pepper" is the name of a spice)
        extra: {count: 3}           | dish.yaml:4:8: extra needs "use", the name of a sauce; known: tomato, cream
        extra: {use: [tomato]}      | dish.yaml:4:14: extra.use must be a name, got a list
        extra: [tomato]             | dish.yaml:4:8: extra must be a mapping with "use", or a name alone, got a list
        extra: {use: tomato, fat: 3} | dish.yaml:4:22: unknown key "fat" in extra (tomato); known: count, spices
        extra: {use: cream}         | dish.yaml:4:8: extra.fat is missing and has no default
        hot: yes                    | dish.yaml:4:6: hot must be true or false, got "yes"
        prices: 3                   | dish.yaml:4:9: prices must be a mapping, got "3"
        prices: {small: cheap}      | dish.yaml:4:17: prices.small must be a number, got "cheap"
        name: soup                  | dish.yaml:4:1: key "name" is written twice, first at line 1
        """)
    void bind_wrongLine_saysPlaceRuleValueAndChoices(String line, String message) {
        String yaml = "name: stew\nportions:\n  - {use: tomato}\n" + line + "\n"
                + (line.startsWith("extra") ? "" : "extra: null\n");

        assertThatThrownBy(() -> Kitchen.bind(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {portions: [tomato], extra: null}             | dish.yaml:1:1: name is missing and has no default (what the menu says)
        {name: x, portions: tomato, extra: null}      | dish.yaml:1:21: portions must be a list, got "tomato"
        {name: x, portions: [{use: tomato, wieght: 1}], extra: null} | dish.yaml:1:36: unknown key "wieght" in portions[0] (tomato); did you mean "weight"? known: count, spices, weight
        {name: x, portions: [{use: tomato, spices: [salt]}], extra: null} | dish.yaml:1:45: unknown spice "salt"; known: pepper, sumac; one of your own is found where BELAY_CLASSPATH names it
        {name: [x], portions: [], extra: null}        | dish.yaml:1:8: name must be a text, got a list
        {name: , portions: [], extra: null}           | dish.yaml:1:7: name must be a text, got nothing
        [name]                                        | dish.yaml:1:1: dish must be a mapping, got a list
        {? [a] : b}                                   | dish.yaml:1:4: a key must be a word, got a list or a mapping
        """)
    void bind_wrongDocument_saysPlaceRuleValueAndChoices(String yaml, String message) {
        assertThatThrownBy(() -> Kitchen.bind(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void bind_severalErrors_areToldTogether() {
        assertThatThrownBy(() -> Kitchen.bind("""
            nmae: stew
            portions: [{use: tomato, count: many}, salt, {use: cream, fat: 1, wieght: 2}]
            oven: {degrees: warm, heat: cold}
            prices: {small: cheap, large: 1, huge: dear}
            extra: null
            """))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("""
                    8 errors:
                      dish.yaml:1:1: unknown key "nmae" in dish; did you mean "name"? known: name, portions, oven, extra, \
                    servings, note, prices, hot, seed
                      dish.yaml:2:33: portions[0].count must be a whole number, got "many"
                      dish.yaml:2:40: unknown sauce "salt"; known: tomato, cream; one of your own is found where BELAY_CLASSPATH names it
                      dish.yaml:2:67: unknown key "wieght" in portions[2] (cream); did you mean "weight"? known: fat, weight
                      dish.yaml:3:17: oven.degrees must be a whole number, got "warm"
                      dish.yaml:3:29: oven.heat must be one of low, very-high, got "cold"
                      dish.yaml:4:17: prices.small must be a number, got "cheap"
                      dish.yaml:4:40: prices.huge must be a number, got "dear\"\
                    """);
    }

    /** What a compact constructor would say of a record with a part missing is no news. */
    @Test
    void bind_errorBelow_isNotFollowedByThoseItCauses() {
        assertThatThrownBy(() -> Kitchen.bind("{name: x, portions: [], extra: null, oven: {degrees: 400, heat: lwo}}"))
                .hasMessage("dish.yaml:1:65: oven.heat must be one of low, very-high, got \"lwo\"");
    }

    @Test
    void bind_moreErrorsThanAnyoneReads_areCounted() {
        StringBuilder yaml = new StringBuilder("{name: x, portions: [], extra: null");
        for (int i = 0; i < 25; i++) {
            yaml.append(", zzzz").append(i).append(": 1");
        }
        assertThatThrownBy(() -> Kitchen.bind(yaml + "}"))
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1 + 20 + 1))
                .startsWith("25 errors:\n  dish.yaml:1:38: unknown key \"zzzz0\"")
                .endsWith("\n  … and 5 more");
    }

    @Test
    void bind_emptyDocument_isRefused() {
        assertThatThrownBy(() -> Kitchen.bind("# nothing\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("dish.yaml:1:1: dish must be a mapping, got nothing");
    }
}
