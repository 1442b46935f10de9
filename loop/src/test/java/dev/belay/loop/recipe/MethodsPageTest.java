package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import org.junit.jupiter.api.Test;

class MethodsPageTest {
    private final MethodsPage page = new MethodsPage(Kitchen.ALL);

    @Test
    void describe_method_listsItsOptions() {
        assertThat(page.describe("tomato")).isEqualTo("""
                        tomato  (sauce)
                          Boiled tomatoes.
                          source: grandmother
                          status: stable
                          code:   dev.belay.loop.recipe.Kitchen$Tomato
                          count: a whole number, default 2
                              tomatoes to the litre
                          spices: list of spice, default []
                        """);
    }

    @Test
    void describe_unknownMethod_suggests() {
        assertThatThrownBy(() -> page.describe("creem"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown method \"creem\"; did you mean \"cream\"? known: tomato, cream, pepper, sumac");
    }

    @Test
    void markdown_everyMethodAndKey_isThere() {
        assertThat(page.markdown(Kitchen.Dish.class))
                .contains("| `name` | a text | must be given | what the menu says |")
                .contains("| `portions.use` | sauce | must be given |  |")
                .contains("| `oven.heat` | one of low, very-high | `low` |  |")
                .contains("| `servings` | a whole number | `none` |  |")
                .contains("### `cream`")
                .contains("| `fat` | a number | must be given |  |")
                .contains("### `sumac`");
    }

    @Test
    void overview_everyStage_isListed() {
        assertThat(page.overview()).isEqualTo("""
                        sauce
                          tomato  Boiled tomatoes.
                          cream   Cream as it is.
                        spice
                          pepper  Ground pepper.
                          sumac   Sour.
                        """);
    }
}
