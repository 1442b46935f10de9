package dev.belay.verify;

import dev.belay.verify.equal.Finding;
import dev.belay.verify.equal.Outcome;
import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Show;
import dev.belay.verify.extract.Phrases;
import dev.belay.verify.parse.Reading;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One semantic verification: read both sides, compare, and fall back on prose where the policy allows it. */
final class Judgement {

    private static final int MAX_SAME_TEXT = 1_000;

    private final Policy policy;
    private final Readings readings;

    Judgement(Policy policy) {
        this.policy = policy;
        this.readings = new Readings(policy);
    }

    Verification verify(String goldText, String answerText) {
        String gold = Phrases.unboxed(goldText);
        String answer = Phrases.unboxed(answerText);
        String value = Phrases.unlettered(gold);
        if (value.length() < gold.length()) {
            // "C) 10" asks for either the letter or the value behind it.
            return Phrases.isChoice(answer)
                    ? pair(Phrases.letter(gold), answer, answerText)
                    : pair(value, Phrases.unlettered(answer), answerText);
        }
        return pair(gold, answer, answerText);
    }

    private Verification pair(String gold, String answer, String answerText) {
        Gold g = goldReading(gold);
        if (sameText(gold, answer)) {
            String shown = show(g.reading());
            return new Verification(Verdict.EQUAL, Reason.SAME_TEXT, "", answerText, shown, shown);
        }
        Reading a = readings.read(answer);
        if (!(g.reading() instanceof Reading.Read goldRead)) {
            String problem = ((Reading.Unreadable) g.reading()).problem();
            return new Verification(Verdict.UNDECIDED, Reason.GOLD_UNREADABLE, problem, answerText, null, show(a));
        }
        String letter = Phrases.choice(gold, answer);
        if (letter != null) {
            return compare(g.text(), goldRead, letter, readings.read(letter), answerText);
        }
        Verification first = compare(g.text(), goldRead, answer, a, answerText);
        return first.isEqual() || !mayRephrase(a) ? first : rephrased(g.text(), goldRead, answer, answerText, first);
    }

    /** A gold and the text that was read for it, which other conventions are to read again. */
    private record Gold(String text, Reading reading) {}

    /** The gold as it stands, mended, or what a sentence around it leaves. */
    private Gold goldReading(String gold) {
        Gold whole = new Gold(gold, readings.read(gold));
        if (whole.reading() instanceof Reading.Unreadable && policy.allows(Leniency.SHREDDED_LATEX)) {
            for (String mended : Mending.candidates(gold)) {
                if (readings.read(mended) instanceof Reading.Read read) {
                    return new Gold(mended, read);
                }
            }
        }
        if (whole.reading() instanceof Reading.Read || !policy.allows(Leniency.PROSE)) {
            return whole;
        }
        for (String phrase : Phrases.candidates(gold, false, true)) {
            Reading again = readings.read(phrase);
            if (again instanceof Reading.Read(Expr value, var _) && !(value instanceof Expr.Text)) {
                return new Gold(phrase, again);
            }
        }
        return whole;
    }

    private Verification rephrased(
            String gold, Reading.Read goldRead, String answer, String answerText, Verification first) {
        for (String phrase : phrases(answer)) {
            Reading again = readings.read(phrase);
            boolean words = again instanceof Reading.Read(Expr.Text text, var _);
            if (again instanceof Reading.Read && words == (goldRead.value() instanceof Expr.Text)) {
                Verification v = compare(gold, goldRead, phrase, again, answerText);
                if (v.isEqual()) {
                    return v;
                }
            }
        }
        return first;
    }

    /** What may stand for the answer: a part of a sentence only where nothing outside that part turns it round. */
    private List<String> phrases(String answer) {
        boolean shredded = policy.allows(Leniency.SHREDDED_LATEX);
        boolean prose = policy.allows(Leniency.PROSE);
        boolean qualified = Phrases.isQualified(answer);
        List<String> phrases = new ArrayList<>(Phrases.candidates(answer, shredded, prose && !qualified));
        if (prose && qualified) {
            phrases.addAll(Phrases.loneQualifiers(answer));
        }
        return phrases;
    }

    /** Text with words, or unreadable: a sentence may hold the value. */
    private static boolean mayRephrase(Reading answer) {
        return !(answer instanceof Reading.Read(Expr value, var _))
                || value.any(Expr.Text.class::isInstance)
                || value instanceof Expr.Matrix;
    }

    private Verification compare(String gold, Reading.Read g, String answer, Reading a, String answerText) {
        String goldShown = Show.of(g.value());
        if (!(a instanceof Reading.Read answerRead)) {
            String problem = ((Reading.Unreadable) a).problem();
            return new Verification(Verdict.UNDECIDED, Reason.ANSWER_UNREADABLE, problem, answerText, goldShown, null);
        }
        Outcome outcome = readings.compare(gold, g, answer, answerRead);
        return new Verification(
                verdict(outcome.finding()),
                reason(outcome.finding()),
                outcome.detail(),
                answerText,
                goldShown,
                Show.of(answerRead.value()));
    }

    private static boolean sameText(String gold, String answer) {
        String g = gold.strip();
        if (g.isEmpty() || !g.equals(answer.strip())) {
            return false;
        }
        return g.length() <= MAX_SAME_TEXT || g.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable String show(Reading reading) {
        return reading instanceof Reading.Read(Expr value, var _) ? Show.of(value) : null;
    }

    private static Verdict verdict(Finding finding) {
        return switch (finding.weight()) {
            case EQUAL -> Verdict.EQUAL;
            case DIFFERENT -> Verdict.NOT_EQUAL;
            case OPEN -> Verdict.UNDECIDED;
        };
    }

    private static Reason reason(Finding finding) {
        return switch (finding) {
            case SAME_TEXT -> Reason.SAME_TEXT;
            case SAME_VALUE -> Reason.SAME_VALUE;
            case SAME_NUMERICALLY -> Reason.SAME_NUMERICALLY;
            case SAME_ROUNDED -> Reason.SAME_ROUNDED;
            case DIFFERENT_VALUE -> Reason.DIFFERENT_VALUE;
            case DIFFERENT_KIND -> Reason.DIFFERENT_KIND;
            case DIFFERENT_UNIT -> Reason.DIFFERENT_UNIT;
            case REFUSED_FORM -> Reason.REFUSED_FORM;
            case BUDGET_SPENT -> Reason.BUDGET_SPENT;
            case DOMAIN_DIFFERS -> Reason.DOMAIN_DIFFERS;
        };
    }
}
