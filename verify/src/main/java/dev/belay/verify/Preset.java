package dev.belay.verify;

import static dev.belay.verify.policy.Leniency.CASE_IGNORED;
import static dev.belay.verify.policy.Leniency.CONDITION_FOR_SET;
import static dev.belay.verify.policy.Leniency.COUNTING_UNITS;
import static dev.belay.verify.policy.Leniency.DECIMAL_COMMA;
import static dev.belay.verify.policy.Leniency.DOMAIN_IGNORED;
import static dev.belay.verify.policy.Leniency.DUPLICATES_IGNORED;
import static dev.belay.verify.policy.Leniency.FALSE_CHAIN;
import static dev.belay.verify.policy.Leniency.FUNCTION_RENAMED;
import static dev.belay.verify.policy.Leniency.LABEL_DROPPED;
import static dev.belay.verify.policy.Leniency.NATURAL_LOG;
import static dev.belay.verify.policy.Leniency.PERCENT_AS_NUMBER;
import static dev.belay.verify.policy.Leniency.PERCENT_HUNDREDFOLD;
import static dev.belay.verify.policy.Leniency.PROSE;
import static dev.belay.verify.policy.Leniency.RATIO_AS_NUMBER;
import static dev.belay.verify.policy.Leniency.SHREDDED_LATEX;
import static dev.belay.verify.policy.Leniency.SINGLETON;
import static dev.belay.verify.policy.Leniency.TRUNCATED_DECIMALS;
import static dev.belay.verify.policy.Leniency.TUPLE_AS_LIST;
import static dev.belay.verify.policy.Leniency.UNEVALUATED;
import static dev.belay.verify.policy.Leniency.UNIT_ON_ONE_SIDE;
import static dev.belay.verify.policy.Leniency.VECTOR_AS_TUPLE;

import dev.belay.verify.extract.Extractor;
import dev.belay.verify.extract.Source;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The named policies: what counts as an answer, and what as the same answer. */
@SuppressWarnings("ImmutableEnumChecker") // both fields are records that copy what they are given
public enum Preset {
    STRICT(
            "strict",
            "reinforcement learning: boxed, no hedging, no false chains, no echoed conditions",
            policy(4, 0, core()),
            sources(Source.LAST_BOX)),
    LENIENT(
            "lenient",
            "evaluation: any readable answer in any form that means the same",
            policy(3, 0, forgiving()),
            everywhere()),
    MATH_VERIFY(
            "math-verify",
            "the behaviour of Hugging Face Math-Verify, without its false positives",
            policy(4, 0, mathVerify()),
            everywhere()),
    HENDRYCKS("hendrycks", "string normalisation of the MATH data set", policy(0, 0, core()), sources(Source.LAST_BOX)),
    QWEN(
            "qwen",
            "the grader of Qwen2.5-Math: relative tolerance 1e-4, percent as number",
            policy(4, 1e-4, qwen()),
            everywhere()),
    GSM8K(
            "gsm8k",
            "one number, after #### or the last of the response",
            policy(0, 0, core()),
            sources(Source.HASHES, Source.LAST_NUMBER)),
    DAPO(
            "dapo",
            "string normalisation of Minerva and DAPO, last 300 characters",
            policy(0, 0, core()),
            new Extractor(List.of(Source.ANCHOR, Source.LAST_BOX), 300));

    private final String key;
    private final String meaning;
    private final Policy policy;
    private final Extractor extractor;

    Preset(String key, String meaning, Policy policy, Extractor extractor) {
        this.key = key;
        this.meaning = meaning;
        this.policy = policy;
        this.extractor = extractor;
    }

    private static Policy policy(int digits, double tolerance, EnumSet<Leniency> allowed) {
        return new Policy(allowed, digits, tolerance, Policy.DEFAULT_STEPS);
    }

    private static Extractor sources(Source... sources) {
        return new Extractor(List.of(sources), 0);
    }

    private static Extractor everywhere() {
        return sources(
                Source.SIGNED_OFF,
                Source.BOXES,
                Source.TAG,
                Source.HASHES,
                Source.CHOICE,
                Source.ANCHOR,
                Source.LAST_MATH);
    }

    private static EnumSet<Leniency> core() {
        return EnumSet.of(UNIT_ON_ONE_SIDE, LABEL_DROPPED, VECTOR_AS_TUPLE, TUPLE_AS_LIST, SINGLETON, RATIO_AS_NUMBER);
    }

    private static EnumSet<Leniency> mathVerify() {
        EnumSet<Leniency> set = core();
        set.addAll(List.of(
                FALSE_CHAIN,
                DUPLICATES_IGNORED,
                UNEVALUATED,
                COUNTING_UNITS,
                DECIMAL_COMMA,
                CASE_IGNORED,
                DOMAIN_IGNORED,
                SHREDDED_LATEX,
                PROSE));
        return set;
    }

    private static EnumSet<Leniency> forgiving() {
        EnumSet<Leniency> set = mathVerify();
        set.addAll(List.of(CONDITION_FOR_SET, FUNCTION_RENAMED, TRUNCATED_DECIMALS, NATURAL_LOG, PERCENT_AS_NUMBER));
        set.remove(FALSE_CHAIN);
        return set;
    }

    private static EnumSet<Leniency> qwen() {
        EnumSet<Leniency> set = forgiving();
        set.addAll(List.of(PERCENT_HUNDREDFOLD, FALSE_CHAIN));
        return set;
    }

    /** The name in recipes and on the command line. */
    public String key() {
        return key;
    }

    /** One line of help. */
    public String meaning() {
        return meaning;
    }

    /** What counts as the same answer. String presets use it for readings in reports only. */
    public Policy policy() {
        return policy;
    }

    /** What counts as an answer in a response. */
    public Extractor extractor() {
        return extractor;
    }

    /**
     * The preset with a key, in any case.
     *
     * @throws IllegalArgumentException naming the value found and the choices
     */
    public static Preset named(String key) {
        String wanted = key.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(p -> p.key.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown preset \"" + key + "\"; known: "
                        + Arrays.stream(values()).map(Preset::key).collect(Collectors.joining(", "))));
    }
}
