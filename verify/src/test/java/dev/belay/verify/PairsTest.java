package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs whose truth was settled by mathematics before they were run. In {@code pairs.tsv}, "=" means the same under
 * every reading preset, "~" the same for lenient and not for strict, "!" different for every preset, "?" a gold that
 * cannot be read.
 */
class PairsTest {

    record Pair(String truth, String gold, String answer) {}

    static List<Pair> pairs() {
        try (InputStream in = Objects.requireNonNull(PairsTest.class.getResourceAsStream("pairs.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Pair(cells[0], cells[1], cells[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void verify_pairOfKnownTruth_agrees(Pair pair) {
        Verification strict = Verifier.strict().verify(pair.gold(), pair.answer());
        Verification lenient = Verifier.lenient().verify(pair.gold(), pair.answer());
        Verification compatible = Verifier.of(Preset.MATH_VERIFY).verify(pair.gold(), pair.answer());
        switch (pair.truth()) {
            case "=" -> {
                assertThat(strict.isEqual()).as(strict.toString()).isTrue();
                assertThat(lenient.isEqual()).as(lenient.toString()).isTrue();
                assertThat(compatible.isEqual()).as(compatible.toString()).isTrue();
            }
            case "~" -> {
                assertThat(strict.isEqual()).as(strict.toString()).isFalse();
                assertThat(lenient.isEqual()).as(lenient.toString()).isTrue();
            }
            case "!" -> {
                assertThat(strict.isEqual()).as(strict.toString()).isFalse();
                assertThat(lenient.isEqual()).as(lenient.toString()).isFalse();
                assertThat(compatible.isEqual()).as(compatible.toString()).isFalse();
            }
            case "?" -> {
                assertThat(strict.isUngradable()).as(strict.toString()).isTrue();
                assertThat(lenient.isUngradable()).as(lenient.toString()).isTrue();
            }
            default -> throw new IllegalStateException("truth is =, ~, ! or ?, found " + pair);
        }
    }

    @Test
    void pairs_areManyAndOfEveryKind() {
        assertThat(pairs()).hasSizeGreaterThan(400);
        assertThat(pairs().stream().map(Pair::truth).distinct()).containsExactlyInAnyOrder("=", "~", "!", "?");
    }
}
