package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing escapes: mutated answers and hostile ones of 100 kB give a verdict, under every preset. */
class RobustnessTest {

    private static final List<String> SEEDS = List.of(
            "\\frac{1}{2}",
            "3\\sqrt{13}",
            "(-\\infty,-3)\\cup[5,\\infty)",
            "\\{1\\pm\\sqrt{5},-2\\}",
            "x^2+y^2=13",
            "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
            "12 \\text{ cm}^2",
            "28\\%",
            "204_5",
            "p=5,q=2;p=7,q=2",
            "\\sin^2 x+\\cos^2 x",
            "e^{i\\pi}",
            "1/2004!",
            "x \\in [-2,7]",
            "the answer is \\boxed{42}",
            "4:30 p.m.",
            "\\sum_{k=1}^{10} k",
            "1,234.5",
            "7 \\pmod{12}",
            "f(x)=2x+3",
            "\\text{(B)}",
            "2:3",
            "#### 12");
    private static final List<String> PIECES = List.of(
            "\\frac{",
            "}",
            "{",
            "(",
            ")",
            "[",
            "]",
            "^",
            "_",
            "\\sqrt",
            "\\left",
            "|",
            "\\begin{pmatrix}",
            "\\\\",
            "&",
            "\\end{pmatrix}",
            "9^9^9^9",
            "!",
            "\u202e",
            "\ud800",
            "\u0000",
            "1e999999",
            "\\sum_{k=1}^{99999}",
            "\\text{",
            "$",
            "%",
            "\\infty",
            "\\cup",
            "\\pm",
            "=",
            "<",
            "\\binom{9999}{4999}",
            "99999!",
            "\\sin",
            "\\log_",
            "π",
            "，",
            "0.\\overline{3}",
            "or",
            ",",
            ";",
            ":",
            "1/",
            "\\{",
            "\\mid",
            "\\prod_{i=1}^{20}",
            "10^{10^{10}}",
            "\\max(");
    private static final List<String> HOSTILE = List.of(
            "\\frac{".repeat(16_000),
            "(".repeat(100_000),
            "9".repeat(100_000),
            "1+".repeat(50_000) + "1",
            "x!".repeat(50_000),
            "9^".repeat(50_000) + "9",
            "1,".repeat(50_000) + "1",
            "\\boxed{".repeat(14_000),
            "$".repeat(100_000),
            "x".repeat(100_000),
            "1/".repeat(50_000) + "1",
            "=1".repeat(50_000),
            "\\sum_{k=1}^{20000}\\frac1k",
            "\\prod_{k=1}^{20000}k",
            "30000!",
            "(x+y+z+1)^{40}",
            "x^{99999}",
            "2^{500000}",
            "e^{10^7}",
            "\\sin(10^{1000})",
            "(1+10^{-400})^{10^{400}}",
            "\\cup[0,1]".repeat(5_000),
            "answer is ".repeat(10_000),
            "9^{9^{9^9}}",
            "\\{".repeat(50_000));

    private static String mutate(SplittableRandom random) {
        StringBuilder s = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int k = random.nextInt(6); k > 0; k--) {
            int at = random.nextInt(s.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> s.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> s.insert(at, SEEDS.get(random.nextInt(SEEDS.size())));
                case 2 -> s.setLength(at);
                default ->
                    s.insert(at, (char) (random.nextBoolean() ? random.nextInt(65_536) : 32 + random.nextInt(95)));
            }
        }
        return s.toString();
    }

    private static void fuzz(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Verifier> verifiers = Stream.of(Preset.values()).map(Verifier::of).toList();
        for (int i = 0; i < count; i++) {
            String gold = mutate(random);
            String answer = mutate(random);
            Verifier verifier = verifiers.get(i % verifiers.size());
            Verification v =
                    random.nextBoolean() ? verifier.verify(gold, answer) : verifier.verifyResponse(gold, answer);
            assertThat(v.verdict()).as("gold %s, answer %s", gold, answer).isNotNull();
        }
    }

    @Test
    void verify_mutatedAnswers_neverThrows() {
        fuzz(4_000, 1);
    }

    /** The full count of the acceptance; minutes on one core. */
    @Test
    @Tag("slow")
    void verify_aMillionMutatedAnswers_neverThrows() {
        fuzz(1_000_000, 2);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void verify_hostileText_hasAVerdictOnEitherSide(Preset preset) {
        Verifier verifier = Verifier.of(preset);
        for (String text : HOSTILE) {
            String start = text.substring(0, Math.min(30, text.length()));
            assertThat(verifier.verify("5", text).isEqual()).as(start).isFalse();
            assertThat(verifier.verify(text, "5").isEqual()).as(start).isFalse();
            assertThat(verifier.verifyResponse("5", text).verdict()).as(start).isNotNull();
        }
    }

    /** Depth is bounded by the reader and not by the stack: nothing overflows a small one. */
    @Test
    void verify_hostileText_fitsASmallStack() throws InterruptedException {
        List<Throwable> escaped = new ArrayList<>();
        Thread small = new Thread(
                null,
                () -> {
                    for (String text : HostileTexts.nested()) {
                        Verifier.strict().verify(text, "5");
                        Verifier.lenient().verify(text, text + "+0");
                        Verifier.lenient().verifyResponse("\\frac12", text);
                    }
                },
                "small stack",
                256 * 1024);
        small.setUncaughtExceptionHandler((thread, e) -> escaped.add(e));
        small.start();
        small.join();
        assertThat(escaped).isEmpty();
    }

    @Test
    void verify_unreadableGold_isUngradable() {
        for (String gold : List.of("\\frac{1}{", "(", "1,2,\\foo", "")) {
            Verification v = Verifier.strict().verify(gold, "5");
            assertThat(v.isUngradable()).as(v.toString()).isTrue();
        }
    }

    @Test
    void verify_spentBudget_isTheAnswersFaultAndRepeatable() {
        Verification v = Verifier.strict().verify("5", "\\sum_{k=1}^{19000}\\frac{1}{k^{2}}+\\sin 1");
        Verification again = Verifier.strict().verify("5", "\\sum_{k=1}^{19000}\\frac{1}{k^{2}}+\\sin 1");
        assertThat(again).isEqualTo(v);
        assertThat(v.isEqual()).isFalse();
        assertThat(v.isUngradable()).isFalse();
    }

    @Test
    void verify_manyThreads_agreeWithOne() {
        List<String> answers = IntStream.range(0, 400)
                .mapToObj(i -> mutate(new SplittableRandom(i)))
                .toList();
        Verifier verifier = Verifier.lenient();
        List<Verification> one =
                answers.stream().map(a -> verifier.verify("\\frac12", a)).toList();
        List<Verification> many = answers.parallelStream()
                .map(a -> verifier.verify("\\frac12", a))
                .toList();
        assertThat(many).isEqualTo(one);
    }
}
