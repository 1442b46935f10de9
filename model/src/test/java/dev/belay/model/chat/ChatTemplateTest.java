package dev.belay.model.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.ChatFormat.Turn;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import dev.belay.model.jinja.Rendered;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2024-07-26T12:00:00Z"));
    private static final List<Turn> HELLO = List.of(new Turn("user", "hello"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<ChatTemplate> of(Map<String, byte[]> files) {
        return ChatTemplate.of(files, "folder", CLOCK);
    }

    @Test
    void of_tokenizerConfig_readsTemplateAndSpecialTokens() {
        ChatTemplate template = of(Map.of("tokenizer_config.json", bytes("""
                                {"chat_template": "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ pad_token is defined }}",
                                 "bos_token": {"content": "<b>", "lstrip": false}, "eos_token": "<e>", "pad_token": null}
                                """))).orElseThrow();
        assertThat(template.prompt(HELLO, Map.of())).isEqualTo("<b>hello<e>False");
    }

    @Test
    void strftime_now_isTheSameInEveryZone() {
        TimeZone usual = TimeZone.getDefault();
        ChatTemplate template = ChatTemplate.of("{{ strftime_now('%d %H') }}", Map.of(), "x", CLOCK);
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            assertThat(template.prompt(HELLO, Map.of())).isEqualTo("26 12");
        } finally {
            TimeZone.setDefault(usual);
        }
    }

    @Test
    void of_file_winsOverTheConfig() {
        Map<String, byte[]> files = Map.of(
                "chat_template.jinja", bytes("file {{ eos_token }}"),
                "tokenizer_config.json", bytes("{\"chat_template\": \"config\", \"eos_token\": \"<e>\"}"));
        assertThat(of(files).orElseThrow().prompt(HELLO, Map.of())).isEqualTo("file <e>");
        assertThat(of(Map.of("chat_template.json", bytes("{\"chat_template\": \"old\"}")))
                        .orElseThrow()
                        .prompt(HELLO, Map.of()))
                .isEqualTo("old");
    }

    @Test
    void of_filesWithoutTemplate_isEmpty() {
        assertThat(of(Map.of())).isEmpty();
        assertThat(of(Map.of("tokenizer_config.json", bytes("{\"eos_token\": \"<e>\"}"))))
                .isEmpty();
        assertThat(of(Map.of("tokenizer_config.json", bytes("{\"chat_template\": null}"))))
                .isEmpty();
    }

    @Test
    void of_severalTemplates_toolsChooseTheirs() {
        ChatTemplate template = of(Map.of("tokenizer_config.json", bytes("""
                                {"chat_template": [{"name": "default", "template": "plain"},
                                                   {"name": "tool_use", "template": "{{ tools | tojson }}"}]}
                                """))).orElseThrow();
        ObjectNode tool = Json.object().put("name", "add");
        assertThat(template.prompt(HELLO, Map.of())).isEqualTo("plain");
        assertThat(template.render(Conversation.prompt(HELLO).withTools(List.of(tool)))
                        .text())
                .isEqualTo("[{\"name\": \"add\"}]");
    }

    @Test
    void of_brokenTemplate_namesFileAndLine() {
        assertThatThrownBy(() -> of(Map.of("chat_template.jinja", bytes("a\n{% if %}"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("folder/chat_template.jinja, line 2: expected an expression, found %}");
        assertThatThrownBy(() -> of(Map.of("tokenizer_config.json", bytes("{\"chat_template\": 3}"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("folder/tokenizer_config.json: chat_template must be a list, got 3");
    }

    @Test
    void render_variables_reachTheTemplate() {
        ChatTemplate template =
                ChatTemplate.of("{{ enable_thinking }} {{ strftime_now('%d %b %Y') }}", Map.of(), "x", CLOCK);
        assertThat(template.render(Conversation.prompt(HELLO).with("enable_thinking", Json.flag(false)))
                        .text())
                .isEqualTo("False 26 Jul 2024");
        assertThat(template.prompt(HELLO, Map.of("enable_thinking", true))).isEqualTo("True 26 Jul 2024");
    }

    @Test
    void render_generation_marksTheAssistant() {
        ChatTemplate template = ChatTemplate.of(
                "{% for m in messages %}{{ m.role }}: {% if m.role == 'assistant' %}{% generation %}{{ m.content }}"
                        + "{% endgeneration %}{% else %}{{ m.content }}{% endif %};{% endfor %}",
                Map.of(), "x", CLOCK);
        Rendered chat = template.render(Conversation.finished(
                List.of(new Turn("user", "\uD83D\uDE00"), new Turn("assistant", "ok"), new Turn("assistant", ""))));
        assertThat(chat.text()).isEqualTo("user: \uD83D\uDE00;assistant: ok;assistant: ;");
        // The smiley is two units of UTF-16: "user: 😀;" has 9, "assistant: " 11.
        assertThat(chat.generations()).containsExactly(new Rendered.Span(20, 22), new Rendered.Span(34, 34));
    }

    @Test
    void mask_generationInAMacro_isRefused() {
        ChatTemplate template = ChatTemplate.of(
                "{% macro m() %}{% generation %}x{% endgeneration %}{% endmacro %}{{ m() }}", Map.of(), "x", CLOCK);
        Rendered chat = template.render(Conversation.finished(HELLO));
        assertThat(chat.text()).isEqualTo("x");
        assertThat(chat.misplaced()).isTrue();
    }
}
