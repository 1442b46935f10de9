package dev.belay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A damaged tokenizer.json is read or refused; the native library never takes the JVM down. */
class MutatedTokenizerTest {
    private static final Map<String, byte[]> FILES =
            CharacterVocabulary.of("0123456789+=").files();

    @Property(tries = 400)
    void tokenizer_mutated_isReadOrRefused(
            @ForAll @IntRange(max = 100_000) int place, @ForAll byte value, @ForAll @IntRange(max = 3) int kind) {
        byte[] json = FILES.getOrDefault("tokenizer.json", new byte[0]).clone();
        int at = place % json.length;
        String text = new String(json, StandardCharsets.UTF_8);
        String changed = switch (kind) {
            case 0 -> text.substring(0, at) + (char) (value & 0x7F) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + "9" + text.substring(at);
            default -> text.substring(0, at) + "null" + text.substring(at);
        };
        try {
            HfTokenizer tokenizer = HfTokenizer.of(changed.getBytes(StandardCharsets.UTF_8), "x");
            assertThat(tokenizer.decode(tokenizer.encode("1+2=3"))).isNotNull();
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("x");
        }
    }
}
