package dev.belay.loop.reward;

import dev.belay.verify.Reason;
import dev.belay.verify.Verdict;
import dev.belay.verify.Verification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares answers that are numbers as exact fractions; anything else by its text. For generated tasks, where gold
 * answers are numbers by construction and a full reading of mathematical notation would only cost time.
 *
 * @param place where in the completion the answer stands
 */
record ExactVerifier(AnswerPlace place) implements AnswerVerifier {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:[./]\\d+)?");

    @Override
    public Verification verify(String gold, String completion) {
        ExactRational g = ExactRational.read(gold);
        String found = extract(completion);
        String canonicalGold = g == null ? null : g.toString();
        if (found == null) {
            return new Verification(Verdict.UNDECIDED, Reason.NO_ANSWER, "", null, canonicalGold, null);
        }
        if (found.strip().equals(gold.strip())) {
            return new Verification(Verdict.EQUAL, Reason.SAME_TEXT, "", found, gold.strip(), gold.strip());
        }
        if (g == null) {
            return new Verification(Verdict.UNDECIDED, Reason.GOLD_UNREADABLE, "", found, null, null);
        }
        ExactRational a = ExactRational.read(found);
        if (a == null) {
            return new Verification(Verdict.UNDECIDED, Reason.ANSWER_UNREADABLE, "", found, canonicalGold, null);
        }
        return g.equals(a)
                ? new Verification(Verdict.EQUAL, Reason.SAME_VALUE, "", found, canonicalGold, a.toString())
                : new Verification(Verdict.NOT_EQUAL, Reason.DIFFERENT_VALUE, "", found, canonicalGold, a.toString());
    }

    private @Nullable String extract(String completion) {
        Box box = Box.lastOf(completion);
        if (box.filled()) {
            return box.content();
        }
        if (place == AnswerPlace.BOXED || box.state() != Box.State.NONE) {
            return null;
        }
        String last = null;
        for (Matcher m = NUMBER.matcher(completion); m.find(); ) {
            last = m.group();
        }
        return last;
    }
}
