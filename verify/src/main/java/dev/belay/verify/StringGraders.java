package dev.belay.verify;

import dev.belay.verify.normal.HendrycksForm;
import dev.belay.verify.normal.MinervaForm;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The presets that compare normalised strings and read no mathematics. */
final class StringGraders {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d[\\d,]*)?\\.?\\d+");
    private static final int MAX_DIGITS = 1_000;

    private StringGraders() {}

    /** The verdict of a string preset, or null for the presets that read. */
    static @Nullable Verification verify(Preset preset, String gold, String answer) {
        return switch (preset) {
            case HENDRYCKS -> strings(HendrycksForm.of(gold), HendrycksForm.of(answer), answer);
            case DAPO -> strings(MinervaForm.of(gold), MinervaForm.of(answer), answer);
            case GSM8K -> numbers(gold, answer);
            default -> null;
        };
    }

    private static Verification strings(String gold, String answer, String extracted) {
        return gold.equals(answer)
                ? new Verification(Verdict.EQUAL, Reason.SAME_TEXT, "", extracted, gold, answer)
                : new Verification(Verdict.NOT_EQUAL, Reason.DIFFERENT_VALUE, "", extracted, gold, answer);
    }

    private static Verification numbers(String gold, String answer) {
        BigDecimal g = number(gold);
        BigDecimal a = number(answer);
        if (g == null) {
            return new Verification(
                    Verdict.UNDECIDED, Reason.GOLD_UNREADABLE, "the gold is no number", answer, null, null);
        }
        String gs = g.toPlainString();
        if (a == null) {
            return new Verification(
                    Verdict.UNDECIDED, Reason.ANSWER_UNREADABLE, "the answer is no number", answer, gs, null);
        }
        return g.compareTo(a) == 0
                ? new Verification(Verdict.EQUAL, Reason.SAME_VALUE, "", answer, gs, a.toPlainString())
                : new Verification(Verdict.NOT_EQUAL, Reason.DIFFERENT_VALUE, "", answer, gs, a.toPlainString());
    }

    /** The last number of a text, as GSM8K's graders read one: commas dropped. */
    private static @Nullable BigDecimal number(String text) {
        Matcher m = NUMBER.matcher(text.substring(Math.max(0, text.length() - MAX_DIGITS)));
        String last = null;
        while (m.find()) {
            last = m.group();
        }
        return last == null ? null : new BigDecimal(last.replace(",", ""));
    }
}
