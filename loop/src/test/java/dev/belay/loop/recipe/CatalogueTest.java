package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void lookup_unknownName_suggestsTheNearest() {
        assertThatThrownBy(() -> Kitchen.SPICES.lookup("peper"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown spice \"peper\"; did you mean \"pepper\"? known: pepper, sumac");
    }

    @Test
    void of_sameNameTwice_isRefused() {
        Entry<Kitchen.Sauce> cream = new Entry<>("cream", Kitchen.Cream.class, "", "", Status.TESTED);

        assertThatThrownBy(() -> Catalogue.of("sauce", Kitchen.Sauce.class, List.of(cream, cream)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("two sauces are called \"cream\": dev.belay.loop.recipe.Kitchen$Cream and "
                        + "dev.belay.loop.recipe.Kitchen$Cream");
    }

    @Test
    void nameOf_listedRecord_isItsName() {
        assertThat(Kitchen.SAUCES.nameOf(new Kitchen.Cream(3))).isEqualTo("cream");
    }

    @Test
    void nearest_swapUnderscoreAndCase_areOneSlip() {
        List<String> known = List.of("maxNewTokens", "temperature");

        assertThat(Spelling.nearest("max_new_tokens", known)).contains("maxNewTokens");
        assertThat(Spelling.nearest("tempreature", known)).contains("temperature");
        assertThat(Spelling.nearest("learningRate", known)).isEmpty();
    }
}
