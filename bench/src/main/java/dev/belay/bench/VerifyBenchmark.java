package dev.belay.bench;

import dev.belay.verify.Verification;
import dev.belay.verify.Verifier;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of one verification, by kind of answer. Run with {@code -prof gc} for bytes a verification, and with {@code -t 2}
 * for scaling over threads: a verifier is shared.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VerifyBenchmark {
    /** A usual mix: most golds of training sets are integers and fractions. */
    private static final List<String[]> MIX = List.of(
            new String[] {"42", "42.0"},
            new String[] {"1,234", "1234"},
            new String[] {"\\frac{3}{4}", "0.75"},
            new String[] {"-\\frac{10}{9}", "\\frac{10}{-9}"},
            new String[] {"12 \\text{ cm}", "12"},
            new String[] {"(3, -1)", "(3,1)"},
            new String[] {"[0,1)", "[0, 1)"},
            new String[] {"2\\sqrt{13}", "\\sqrt{52}"},
            new String[] {"x^2-1", "(x-1)(x+1)"},
            new String[] {"\\text{even}", "odd"});

    private static final String RESPONSE =
            "First we add the parts, then we halve them. ".repeat(40) + "So the answer is $\\boxed{\\frac{3}{4}}$.";

    private final Verifier strict = Verifier.strict();
    private final Verifier lenient = Verifier.lenient();

    /** Ten pairs of bare answers. */
    @Benchmark
    public int mixOfTen() {
        int equal = 0;
        for (String[] pair : MIX) {
            equal += strict.verify(pair[0], pair[1]).isEqual() ? 1 : 0;
        }
        return equal;
    }

    /** A rational function in canonical form. */
    @Benchmark
    public Verification canonical() {
        return strict.verify("\\frac{x+2}{7}", "\\frac{x}{7}+\\frac{2}{7}");
    }

    /** Constants that only certified evaluation can compare. */
    @Benchmark
    public Verification constants() {
        return strict.verify("\\sqrt{5+2\\sqrt6}", "\\sqrt2+\\sqrt3");
    }

    /** Functions of variables at six points. */
    @Benchmark
    public Verification points() {
        return strict.verify("\\tan^2(y)+1", "\\sec^2(y)");
    }

    /** Extraction from a response of 1,800 characters, then comparison. */
    @Benchmark
    public Verification response() {
        return lenient.verifyResponse("0.75", RESPONSE);
    }
}
