package dev.belay.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The named policies. */
public enum Preset {
    STRICT("strict", "reinforcement learning: boxed, no hedging, no false chains, no echoed conditions"),
    LENIENT("lenient", "evaluation: any readable answer in any form that means the same"),
    MATH_VERIFY("math-verify", "the behaviour of Hugging Face Math-Verify, without its false positives"),
    HENDRYCKS("hendrycks", "string normalisation of the MATH data set"),
    QWEN("qwen", "the grader of Qwen2.5-Math: relative tolerance 1e-4, percent as number"),
    GSM8K("gsm8k", "one number, after #### or the last of the response"),
    DAPO("dapo", "string normalisation of Minerva and DAPO, last 300 characters");

    private final String key;
    private final String meaning;

    Preset(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** The name in recipes and on the command line. */
    public String key() {
        return key;
    }

    /** One line of help. */
    public String meaning() {
        return meaning;
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
