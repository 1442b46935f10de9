package dev.belay.verify;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Show;
import dev.belay.verify.extract.Extracted;
import dev.belay.verify.extract.Extractor;
import dev.belay.verify.extract.Phrases;
import dev.belay.verify.parse.Reading;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private final Policy policy;
    private final Extractor extractor;

    private Verifier(Preset preset, Policy policy, Extractor extractor) {
        this.preset = preset;
        this.policy = policy;
        this.extractor = extractor;
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
        Objects.requireNonNull(preset);
        return new Verifier(preset, preset.policy(), preset.extractor());
    }

    /** This verifier with another notion of sameness. */
    public Verifier with(Policy changed) {
        return new Verifier(preset, changed, extractor);
    }

    /** This verifier with another notion of what counts as an answer. */
    public Verifier with(Extractor changed) {
        return new Verifier(preset, policy, changed);
    }

    public Preset preset() {
        return preset;
    }

    public Policy policy() {
        return policy;
    }

    /** Compares two bare answers. */
    public Verification verify(String gold, String answer) {
        Verification byText = StringGraders.verify(preset, gold, answer);
        return byText != null ? byText : new Judgement(policy).verify(gold, answer);
    }

    /** Compares an answer with several accepted golds: equal to one is equal. */
    public Verification verifyAny(List<String> golds, String answer) {
        if (golds.isEmpty()) {
            return new Verification(Verdict.UNDECIDED, Reason.GOLD_UNREADABLE, "no gold answer", answer, null, null);
        }
        @Nullable Verification best = null;
        for (String gold : golds) {
            Verification v = verify(gold, answer);
            if (v.isEqual()) {
                return v;
            }
            best = best == null || (best.verdict() == Verdict.NOT_EQUAL && v.verdict() == Verdict.UNDECIDED) ? v : best;
        }
        return Objects.requireNonNull(best);
    }

    /** Extracts the answer from a model's response, as the preset says, and compares it with a bare gold answer. */
    public Verification verifyResponse(String gold, String response) {
        Extracted found = extractor.extract(response, Phrases.isChoice(gold));
        if (found == null) {
            Reading reading = new Readings(policy).read(gold);
            return reading instanceof Reading.Read(Expr value, var _)
                    ? new Verification(Verdict.UNDECIDED, Reason.NO_ANSWER, "", null, Show.of(value), null)
                    : new Verification(Verdict.UNDECIDED, Reason.GOLD_UNREADABLE, problem(reading), null, null, null);
        }
        return verify(goldValue(gold), found.text()).withExtracted(found.text());
    }

    /** A gold that is a whole solution is read as a response; one that is an answer is left alone. */
    private String goldValue(String gold) {
        if (!policy.allows(Leniency.PROSE) || isValue(gold)) {
            return gold;
        }
        Extracted inside = gold.length() < 40 ? null : extractor.extract(gold, false);
        return inside == null ? gold : inside.text();
    }

    private boolean isValue(String gold) {
        return new Readings(policy).read(gold) instanceof Reading.Read(Expr e, var _) && !(e instanceof Expr.Text);
    }

    /** The text of the answer in a response, if the preset finds one. */
    public Optional<String> extract(String response) {
        return Optional.ofNullable(extractor.extract(response, false)).map(Extracted::text);
    }

    private static String problem(Reading reading) {
        return reading instanceof Reading.Unreadable(String problem) ? problem : "";
    }
}
