package dev.belay.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.verify.rules.instruction.Following;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule answers every text, inside its range, the same each time, with work in proportion to the text. */
class RuleTotalityTest {
    private static final int LONG_CHARS = 10_000;

    @Property(tries = 150)
    void anyText_isAnsweredInRangeAndRepeatably(@ForAll("texts") String text) {
        for (TextRule rule : RuleFixtures.all()) {
            RuleFixtures.requireSound(rule, text);
        }
    }

    @Property(tries = 100)
    void whatFollowsStrictly_followsLoosely(@ForAll("texts") String text) {
        Following following = Following.of(RuleFixtures.instructions(), text);
        for (int i = 0; i < following.strict().size(); i++) {
            assertThat(following.loose().get(i) || !following.strict().get(i)).isTrue();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> fragments =
                Arbitraries.of(RuleFixtures.FRAGMENTS).list().ofMaxSize(40).map(parts -> String.join("", parts));
        // All UTF-16 units: control characters, lone surrogates, bidirectional marks.
        Arbitrary<String> raw = Arbitraries.chars()
                .range('\0', '\uffff')
                .array(char[].class)
                .ofMaxSize(60)
                .map(String::new);
        return Arbitraries.oneOf(fragments, raw);
    }

    static List<String> longTexts() {
        return RuleFixtures.FRAGMENTS.stream()
                .map(fragment -> fragment.repeat(LONG_CHARS / fragment.length()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void longTextOfOneFragment_isAnsweredInRange(String text) {
        for (TextRule rule : RuleFixtures.all()) {
            RuleFixtures.requireInRange(rule, text);
        }
    }

    /** 100,000 characters: a quadratic scan takes minutes of these, a linear one milliseconds. */
    @Test
    @Tag("slow")
    @Timeout(600)
    void hundredThousandCharacters_inLinearTime() {
        for (String text : longTexts()) {
            RuleFixtures.all().forEach(rule -> RuleFixtures.requireInRange(rule, text.repeat(10)));
        }
    }

    /** By hand: {@code mvn -pl verify test -Dtest=RuleTotalityTest -Dgroups=slow -DexcludedGroups=none}. */
    @Test
    @Tag("slow")
    void aMillionTexts() {
        List<TextRule> rules = RuleFixtures.all();
        RuleFixtures.TextSource source = new RuleFixtures.TextSource(20260801L);
        for (int i = 0; i < 1_000_000; i++) {
            String text = source.next();
            for (TextRule rule : rules) {
                RuleFixtures.requireInRange(rule, text);
            }
        }
    }
}
