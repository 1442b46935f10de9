package dev.belay.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    private final JsonNode schema =
            new ObjectMapper().valueToTree(new JsonSchema(Kitchen.ALL).of(Kitchen.Dish.class, "a dish"));

    @Test
    void of_plainComponents_giveTypesDefaultsAndMeanings() {
        assertThat(schema.at("/properties/name/type").asText()).isEqualTo("string");
        assertThat(schema.at("/properties/name/description").asText()).isEqualTo("what the menu says");
        assertThat(schema.at("/properties/seed/default").asLong()).isEqualTo(7);
        assertThat(schema.at("/properties/oven/properties/heat/enum").toString())
                .isEqualTo("[\"low\",\"very-high\"]");
        assertThat(schema.at("/properties/prices/additionalProperties/type").asText())
                .isEqualTo("number");
        assertThat(schema.at("/properties/oven/properties/limit").has("default"))
                .as("infinity is no JSON")
                .isFalse();
    }

    @Test
    void of_componentsWithoutDefault_areRequired() {
        assertThat(schema.at("/required").toString()).isEqualTo("[\"name\",\"portions\"]");
        assertThat(schema.at("/additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void of_contract_refersToItsCatalogue() {
        assertThat(schema.at("/properties/extra/$ref").asText()).isEqualTo("#/$defs/sauce");
        assertThat(schema.at("/$defs/sauce/oneOf/0/properties/use/const").asText())
                .isEqualTo("tomato");
        assertThat(schema.at("/$defs/sauce/oneOf/1/required").toString()).isEqualTo("[\"use\",\"fat\"]");
        assertThat(schema.at("/$defs/spice/oneOf/2/enum").toString()).isEqualTo("[\"pepper\",\"sumac\"]");
    }

    @Test
    void of_inlineContract_mixesOptionsAndSiblings() {
        JsonNode tomato = schema.at("/properties/portions/items/oneOf/0/properties");

        assertThat(tomato.fieldNames()).toIterable().containsExactly("count", "spices", "use", "weight");
    }
}
