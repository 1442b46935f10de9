package dev.belay.verify.rules.grounding;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.Whitespace;
import java.util.Locale;

/**
 * How near a response comes to a canonical refusal. The score is the fuzzy ratio {@code 2 * L / (m + n)}, with L the
 * length of the longest common subsequence of the two texts, m and n their lengths in characters; a response refuses if
 * the ratio exceeds the threshold. At exactly the threshold it does not.
 *
 * <p>Source: Ground-GRPO (arXiv 2506.15522), canonical sentence from Trust-Align (arXiv 2409.11242). Texts are compared
 * lower-cased and stripped. The ratio is the one of rapidfuzz's {@code fuzz.ratio} over 100. Work is m * n, so linear in the
 * response for a given refusal.
 *
 * @param canonical the sentence the prompt asks for when the documents do not answer
 * @param threshold ratio above which a response counts as refusing, in [0, 1)
 */
public record Refusal(String canonical, double threshold) implements TextRule {

    /** Trust-Align's canonical sentence at the paper's threshold. */
    public static Refusal trustAlign() {
        return new Refusal("I apologize, but I couldn't find an answer to your question in the search results.", 0.85);
    }

    public Refusal {
        canonical = normal(canonical);
        if (canonical.isEmpty()) {
            throw new IllegalArgumentException("the canonical refusal must not be blank");
        }
        if (!(threshold >= 0 && threshold < 1)) {
            throw new IllegalArgumentException("threshold must be in [0, 1), got " + threshold);
        }
    }

    @Override
    public RuleResult check(String text) {
        double ratio = ratio(canonical, normal(text));
        boolean refuses = ratio > threshold;
        String reason =
                String.format(Locale.ROOT, "ratio %.3f to the canonical refusal, threshold %.3f", ratio, threshold);
        return new RuleResult(refuses, ratio, reason, refuses ? Whitespace.strip(text) : "");
    }

    private static String normal(String text) {
        return LetterCase.lower(Whitespace.strip(text));
    }

    private static double ratio(String canonical, String text) {
        int[] row = new int[canonical.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            int diagonal = 0;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                row[j] = text.charAt(i) == canonical.charAt(j - 1) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return 2.0 * row[canonical.length()] / (canonical.length() + text.length());
    }
}
