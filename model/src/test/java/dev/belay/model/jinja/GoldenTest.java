package dev.belay.model.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text equal to that of Python's jinja2 with transformers' settings, and an error wherever it has one. */
class GoldenTest {
    static Stream<Golden.Case> templates() {
        return Golden.templateCases();
    }

    static Stream<Golden.Case> expressions() {
        return Golden.expressionCases();
    }

    @Test
    void goldens_coverTheFamiliesAndTheLanguage() {
        assertThat(Golden.templates())
                .contains(
                        "qwen2_5.jinja",
                        "qwen3.jinja",
                        "llama3_1.jinja",
                        "llama3_2.jinja",
                        "olmo2.jinja",
                        "smollm2.jinja",
                        "deepseek_r1_distill.jinja");
        assertThat(templates()).hasSizeGreaterThan(300);
        assertThat(expressions()).hasSizeGreaterThan(180);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void template_rendersAsInPython(Golden.Case c) {
        check(JinjaTemplate.parse(Golden.source(c.template()), c.template()), c);
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void expression_rendersAsInPython(Golden.Case c) {
        if (c.expected().has("error")) {
            assertThatThrownBy(() -> JinjaTemplate.parse(c.name(), "x").render(c.variables(), () -> Golden.NOW))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageMatching("(?s)x, line [0-9]+: .+");
        } else {
            check(JinjaTemplate.parse(c.name(), "x"), c);
        }
    }

    private static void check(JinjaTemplate template, Golden.Case c) {
        if (c.expected().has("error")) {
            assertThatThrownBy(() -> template.render(c.variables(), () -> Golden.NOW))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(", line ");
            return;
        }
        Rendered rendered = template.render(c.variables(), () -> Golden.NOW);
        String expected = c.expected().path("text").textValue();
        assertThat(rendered.text()).isEqualTo(expected);
        List<Rendered.Span> spans = new ArrayList<>();
        // Python counts code points.
        for (JsonNode span : c.expected().path("generations")) {
            spans.add(new Rendered.Span(
                    expected.offsetByCodePoints(0, span.path(0).intValue()),
                    expected.offsetByCodePoints(0, span.path(1).intValue())));
        }
        assertThat(rendered.generations()).isEqualTo(spans);
    }
}
