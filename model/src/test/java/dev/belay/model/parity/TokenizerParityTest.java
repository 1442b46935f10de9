package dev.belay.model.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.tokenizer.HfTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerParityTest {
    @Test
    void bpe_manyLanguages_hasTheIdsOfPython() throws IOException {
        Fixture fixture = Fixture.of("bpe");
        HfTokenizer tokenizer =
                HfTokenizer.of(Files.readAllBytes(fixture.folder().resolve("tokenizer.json")), "bpe");
        assertThat(tokenizer.vocabSize())
                .isEqualTo(fixture.golden().get("vocab_size").intValue());
        assertThat(tokenizer.specialIds())
                .hasSize(3)
                .contains(tokenizer.idOf("<|im_end|>").orElseThrow());
        assertThat(fixture.golden().get("rows")).hasSizeGreaterThan(10);
        List<String> texts = new ArrayList<>();
        fixture.golden().get("rows").forEach(row -> texts.add(row.get("text").textValue()));
        Iterator<int[]> together = tokenizer.encodeAll(texts).iterator();
        for (JsonNode row : fixture.golden().get("rows")) {
            String text = row.get("text").textValue();
            int[] ids = Fixture.ints(row.get("ids"));
            assertThat(tokenizer.encode(text)).as(text).containsExactly(ids);
            assertThat(together.next()).as(text).containsExactly(ids);
            assertThat(tokenizer.decode(ids)).isEqualTo(row.get("decoded").textValue());
            assertThat(tokenizer.decodeWithSpecials(ids))
                    .isEqualTo(row.get("decoded_with_specials").textValue());
        }
    }
}
