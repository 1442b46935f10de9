package dev.belay.verify;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares answers with gold answers under one policy.
 *
 * <pre>{@code
 * Verifier verifier = Verifier.strict();
 * Verification v = verifier.verify("\\frac{1}{2}", "0.5");               // two bare answers, gold first
 * Verification w = verifier.verifyResponse("42", "... so \\boxed{42}.");  // extract, then compare
 * }</pre>
 *
 * <p>Immutable and safe to share between threads. Never throws for any text; the same input gives the same result
 * under any load, because work is bounded by step and size budgets and not by a clock.
 */
public final class Verifier {

    private final Preset preset;

    private Verifier(Preset preset) {
        this.preset = preset;
    }

    /** The default for reinforcement learning: boxed answers, no hedging, no false chains, no echoes. */
    public static Verifier strict() {
        return of(Preset.STRICT);
    }

    /** Any readable answer, in any form that means the same. */
    public static Verifier lenient() {
        return of(Preset.LENIENT);
    }

    /** The verifier of a preset. */
    public static Verifier of(Preset preset) {
        return new Verifier(Objects.requireNonNull(preset));
    }

    public Preset preset() {
        return preset;
    }

    /** Compares two bare answers. */
    public Verification verify(String gold, String answer) {
        String g = gold.strip();
        String a = answer.strip();
        if (g.equals(a)) {
            return new Verification(Verdict.EQUAL, Reason.SAME_TEXT, "", a, g, a);
        }
        BigDecimal gv = number(g);
        BigDecimal av = number(a);
        if (gv == null) {
            return new Verification(Verdict.UNDECIDED, Reason.GOLD_UNREADABLE, "", a, null, null);
        }
        if (av == null) {
            return new Verification(Verdict.UNDECIDED, Reason.ANSWER_UNREADABLE, "", a, g, null);
        }
        return gv.compareTo(av) == 0
                ? new Verification(Verdict.EQUAL, Reason.SAME_VALUE, "", a, g, a)
                : new Verification(Verdict.NOT_EQUAL, Reason.DIFFERENT_VALUE, "", a, g, a);
    }

    /** Extracts the answer from a model's response, as the policy says, and compares it with a bare gold answer. */
    public Verification verifyResponse(String gold, String response) {
        int at = response.lastIndexOf("\\boxed{");
        int end = at < 0 ? -1 : response.indexOf('}', at);
        if (end < 0) {
            return new Verification(Verdict.UNDECIDED, Reason.NO_ANSWER, "", null, null, null);
        }
        return verify(gold, response.substring(at + 7, end));
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.length() > 60) {
            return null;
        }
        try {
            return new BigDecimal(text.replace(",", ""));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
