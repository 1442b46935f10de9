package dev.belay.lab.study;

import dev.belay.lab.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Turns intervals into sentences that say no more than the intervals hold. The word "improves" needs an interval above
 * zero on every one of at least two model families; with one family every sentence says "on this family". An interval
 * that includes zero is "no evidence of a change" unless all of it lies within the margin, which alone is "evidence of
 * no change".
 *
 * @param margin a change of accuracy too small to care about, such as 0.05
 * @param seeds runs behind each interval; a single one is said, because its interval speaks of problems only
 */
public record Verdicts(double margin, int seeds) {
    /** How a sentence calls the model before training. */
    static final String BASE = "the base";

    private static final String MINUS = "\u2212";

    public Verdicts {
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("margin must lie in (0, 1), got " + margin);
        }
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
        }
    }

    /** What an interval of a change says. */
    public enum Kind {
        /** Above zero, and not all of it within the margin. */
        HIGHER,
        /** Below zero, and not all of it within the margin. */
        LOWER,
        /** Excludes zero, yet all of it lies within the margin. */
        SMALL,
        /** Includes zero and lies within the margin. */
        UNCHANGED,
        /** Includes zero and reaches beyond the margin. */
        UNCLEAR,
        /** Families differ. */
        MIXED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A change of accuracy on one family. */
    public record Finding(String family, Interval change) {}

    public Kind kind(Interval change) {
        if (change.contains(0)) {
            return change.within(margin) ? Kind.UNCHANGED : Kind.UNCLEAR;
        }
        if (change.within(margin)) {
            return Kind.SMALL;
        }
        return change.low() > 0 ? Kind.HIGHER : Kind.LOWER;
    }

    /** The common kind of all findings, or {@link Kind#MIXED}. */
    public Kind kind(List<Finding> findings) {
        List<Kind> kinds =
                findings.stream().map(f -> kind(f.change())).distinct().toList();
        return kinds.size() == 1 ? kinds.getFirst() : Kind.MIXED;
    }

    /**
     * The verdict on a change.
     *
     * @param subject what was done, such as {@code the clean reward}; begins the sentence
     * @param reference what it is measured against, such as {@code the base}
     * @param findings one for each family, at least one
     */
    public String sentence(String subject, String reference, List<Finding> findings) {
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs at least one finding");
        }
        return findings.size() == 1
                ? onThisFamily(subject, reference, findings.getFirst().change())
                : acrossFamilies(subject, reference, findings);
    }

    private String onThisFamily(String subject, String reference, Interval change) {
        String size = points(Math.abs(change.estimate()));
        return switch (kind(change)) {
            case HIGHER ->
                "On this family, " + subject + " ends " + size + " points higher than " + reference + " "
                        + interval(change) + ".";
            case LOWER ->
                "On this family, " + subject + " ends " + size + " points lower than " + reference + " "
                        + interval(change) + ".";
            case SMALL ->
                "On this family, " + subject + " ends " + size + " points "
                        + (change.low() > 0 ? "higher" : "lower") + " than " + reference + " " + interval(change)
                        + ": a change, but one of less than " + points(margin) + " points.";
            case UNCHANGED ->
                "On this family, there is evidence of no " + noun(reference) + " beyond " + points(margin)
                        + " points between " + subject + " and " + reference + " " + interval(change) + ".";
            default ->
                "On this family, there is no evidence of a " + noun(reference) + " between " + subject + " and "
                        + reference + " "
                        + interval(change) + ", nor evidence that there is none: "
                        + points(Math.max(Math.abs(change.low()), Math.abs(change.high())))
                        + " points are not ruled out.";
        };
    }

    private String acrossFamilies(String subject, String reference, List<Finding> findings) {
        String each = findings.stream()
                .map(f -> f.family() + " " + signed(f.change().estimate()) + " " + interval(f.change()))
                .collect(Collectors.joining(", "));
        String all = findings.size() == 2 ? "both families" : "all " + findings.size() + " families";
        return switch (kind(findings)) {
            case HIGHER ->
                capital(subject) + " improves held-out accuracy over " + reference + " on " + all + ": " + each + ".";
            case LOWER -> capital(subject) + " ends below " + reference + " on " + all + ": " + each + ".";
            case SMALL ->
                capital(subject) + " moves accuracy against " + reference + " by less than " + points(margin)
                        + " points on " + all + ": " + each + ".";
            case UNCHANGED ->
                "Evidence of no " + noun(reference) + " beyond " + points(margin) + " points between " + subject
                        + " and " + reference + " on " + all + ": " + each + ".";
            case UNCLEAR ->
                "No evidence of a " + noun(reference) + " between " + subject + " and " + reference + " on " + all
                        + ", nor evidence " + "that there is none: " + each + ".";
            case MIXED ->
                "It depends on the family: against " + reference + ", " + subject + " " + byKind(findings) + ".";
        };
    }

    private String byKind(List<Finding> findings) {
        return findings.stream()
                .map(f -> phrase(kind(f.change())) + " on " + f.family() + " ("
                        + signed(f.change().estimate()) + ", " + bounds(f.change()) + ")")
                .collect(Collectors.joining("; "));
    }

    private String phrase(Kind kind) {
        return switch (kind) {
            case HIGHER -> "ends higher";
            case LOWER -> "ends lower";
            case SMALL -> "moves by less than " + points(margin) + " points";
            case UNCHANGED -> "shows evidence of no change";
            default -> "shows no evidence of a change";
        };
    }

    /** Arms are compared with each other after training; only the base was changed. */
    private static String noun(String reference) {
        return reference.equals(BASE) ? "change" : "difference";
    }

    private String interval(Interval change) {
        String one = seeds == 1 ? ", one seed" : "";
        return "(" + Math.round(100 * change.level()) + "\u00a0% interval " + bounds(change) + one + ")";
    }

    private static String bounds(Interval change) {
        return signed(change.low()) + " to " + signed(change.high());
    }

    /** Percentage points without a sign, with one decimal unless whole. */
    static String points(double share) {
        String text = String.format(Locale.ROOT, "%.1f", 100 * share);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String signed(double share) {
        return (share < 0 ? MINUS : "+") + String.format(Locale.ROOT, "%.1f", Math.abs(100 * share));
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
