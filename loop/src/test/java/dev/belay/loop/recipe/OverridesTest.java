package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.loop.recipe.Kitchen.Cream;
import dev.belay.loop.recipe.Kitchen.Dish;
import dev.belay.loop.recipe.Kitchen.Portion;
import dev.belay.loop.recipe.Kitchen.Tomato;
import dev.belay.model.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    private static final Tree BASE =
            YamlReader.parse("{name: stew, portions: [tomato, {use: cream, fat: 1}], extra: null}", "dish.yaml");

    private static Dish bind(Tree tree) {
        return new Binder(Kitchen.ALL).bind(tree, Dish.class);
    }

    private static Dish set(String assignment) {
        return bind(Overrides.set(BASE, assignment));
    }

    @Test
    void set_optionBelowMissingMapping_createsIt() {
        assertThat(set("oven.degrees=200").oven().degrees()).isEqualTo(200);
    }

    @Test
    void set_optionBelowBareName_keepsTheMethod() {
        assertThat(set("portions.0.count=5").portions().getFirst()).isEqualTo(new Portion(new Tomato(5, List.of()), 1));
    }

    @Test
    void set_wholeMapping_isReadAsYaml() {
        assertThat(set("portions.1={use: cream, fat: 9, weight: 2}").portions().get(1))
                .isEqualTo(new Portion(new Cream(9), 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            oven.degree=2   | --set oven.degree=2: unknown key "degree" in oven; did you mean "degrees"? known: degrees, heat, limit
            oven.degrees=x  | --set oven.degrees=x: oven.degrees must be a whole number, got "x"
            portions.7=x    | --set portions.7=x: "7" must be a position in a list of 2, 0 to 1
            portions.a.b=x  | --set portions.a.b=x: "a" must be a position in a list of 2, 0 to 1
            oven            | --set oven: must be key=value, such as objective.low=0.1
            """)
    void set_wrongAssignment_namesTheOption(String assignment, String message) {
        assertThatThrownBy(() -> set(assignment))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void merge_sameMethod_keepsOtherOptions() {
        Tree base = YamlReader.parse("{name: a, portions: [], extra: {use: tomato, count: 4}, seed: 3}", "base.yaml");
        Tree arm = YamlReader.parse("{extra: {spices: [pepper]}, seed: 5}", "arm.yaml");

        Dish dish = bind(Overrides.merge(base, arm));

        assertThat(dish.extra()).isEqualTo(new Tomato(4, List.of(new Kitchen.Pepper(0.5))));
        assertThat(dish.seed()).isEqualTo(5);
        assertThat(dish.name()).isEqualTo("a");
    }

    @Test
    void merge_anotherMethod_dropsTheOldOptions() {
        Tree base = YamlReader.parse("{name: a, portions: [], extra: {use: tomato, count: 4}}", "base.yaml");
        Tree arm = YamlReader.parse("{extra: {use: cream, fat: 2}}", "arm.yaml");

        assertThat(bind(Overrides.merge(base, arm)).extra()).isEqualTo(new Cream(2));
    }
}
