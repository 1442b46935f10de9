package dev.belay.model.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import dev.belay.model.jinja.Rendered;
import dev.belay.model.tokenizer.CharacterVocabulary;
import dev.belay.model.tokenizer.HfTokenizer;
import dev.belay.model.tokenizer.TokenSpans;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssistantMaskTest {
    private static final HfTokenizer TOKENIZER = HfTokenizer.of(
            CharacterVocabulary.of(List.of("yes ", "no"), "abc\uD83D\uDE00é ")
                    .files()
                    .getOrDefault("tokenizer.json", new byte[0]),
            "x");

    @Test
    void spans_countUtf16Units() {
        // <eos> 1, "yes " 2, "no" 3, then a b c 😀 é from 4
        TokenSpans tokens = TOKENIZER.encodeWithSpans("a\uD83D\uDE00é<eos>yes b");
        assertThat(tokens.ids()).containsExactly(4, 7, 8, 1, 2, 5);
        assertThat(tokens.starts()).containsExactly(0, 1, 3, 4, 9, 13);
        assertThat(tokens.ends()).containsExactly(1, 3, 4, 9, 13, 14);
    }

    @Test
    void mask_tokenPartlySpoken_isSpoken() {
        // a | no | b | "yes " with spoken: the o of no, and from b to the e of yes
        Rendered chat = new Rendered("anobyes ", List.of(new Rendered.Span(2, 3), new Rendered.Span(3, 6)), false);
        AssistantMask.Masked masked = AssistantMask.of(chat, TOKENIZER);
        assertThat(masked.tokens()).containsExactly(4, 3, 5, 2);
        assertThat(masked.spoken()).containsExactly(false, true, true, true);
    }

    @Test
    void mask_emptySpan_marksNothing() {
        Rendered chat = new Rendered("ab", List.of(new Rendered.Span(1, 1)), false);
        assertThat(AssistantMask.of(chat, TOKENIZER).spoken()).containsExactly(false, false);
    }

    @Test
    void mask_nothingMarked_isRefused() {
        assertThatThrownBy(() -> AssistantMask.of(new Rendered("ab", List.of(), false), TOKENIZER))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("{% generation %}");
        assertThatThrownBy(() -> AssistantMask.of(new Rendered("ab", List.of(), true), TOKENIZER))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("inside a macro");
    }
}
