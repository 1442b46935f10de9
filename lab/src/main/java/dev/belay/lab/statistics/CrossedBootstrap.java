package dev.belay.lab.statistics;

import dev.belay.loop.evaluate.PercentileInterval;
import dev.belay.model.RandomKey;
import java.util.function.IntToDoubleFunction;

/**
 * Percentile bootstrap over two crossed levels: every seed is scored on the same problems, so a draw resamples the
 * problems once for all seeds and the seeds once for all problems (the crossed or "pigeonhole" bootstrap: Owen,
 * Annals of Applied Statistics 1(2), 2007).
 *
 * <p>Differences are paired on both: the arms meet the same drawn problems, so what makes a problem hard cancels, and the
 * same drawn seeds, because runs of one seed train on the same problems in the same order and are asked with the same
 * dice.
 *
 * <p>Seeds are few. Drawing S of S seeds would understate their variance by (S-1)/S, a fifth at five seeds; a draw
 * therefore takes S-1 of them with replacement, which makes the variance of the mean unbiased (Rao and Wu, JASA
 * 83(401), 1988). A single seed is used as it is: its interval then speaks of the problems only.
 *
 * <p>Where all draws are alike, as when no answer changed, they say nothing of the problems that were not drawn for the test.
 * What happened on none of N problems happens, at the level of the interval, on a share of at most 1 - (1 - level)^(1/N) of
 * all (the rule of three: Hanley and Lippman-Hand, JAMA 249(13), 1983); the interval then spans what such a share could do.
 *
 * @param key stream of the draws
 * @param draws number of resamplings, at least 100
 * @param level share of the draws inside an interval, such as 0.95
 */
public record CrossedBootstrap(RandomKey key, int draws, double level) {
    /** Draws closer together than this differ by rounding. */
    private static final double ALIKE = 1e-9;

    public CrossedBootstrap {
        if (draws < 100) {
            throw new IllegalArgumentException("draws must be at least 100, got " + draws);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must lie in (0, 1), got " + level);
        }
    }

    /** Interval of the mean over seeds and problems. */
    public Interval mean(Outcomes outcomes) {
        Interval resampled = interval(outcomes.mean(), draw -> mean(outcomes, draw));
        return orUnseen(resampled, outcomes.problems().size(), 0, 1);
    }

    /**
     * Interval of {@code mean(a) - mean(b)} on the same problems and seeds.
     *
     * @throws IllegalArgumentException when the two do not have the same problems in the same order, or not as many seeds
     */
    public Interval difference(Outcomes a, Outcomes b) {
        requirePaired(a, b);
        Interval resampled = interval(a.mean() - b.mean(), draw -> mean(a, draw) - mean(b, draw));
        return orUnseen(resampled, a.problems().size(), -1, 1);
    }

    /**
     * Interval of {@code (arm - base) / (full - base)}: the part of a gain that an arm keeps. Meaningful only where the
     * full gain is clearly above zero; see {@link Interval#excludes}.
     */
    public Interval keptShare(Outcomes arm, Outcomes full, Outcomes base) {
        requirePaired(arm, full);
        requirePaired(arm, base);
        double kept = (arm.mean() - base.mean()) / (full.mean() - base.mean());
        return interval(kept, draw -> {
            double start = mean(base, draw);
            return (mean(arm, draw) - start) / (mean(full, draw) - start);
        });
    }

    /** Interval of a statistic given by its value on the data and on each resampling. */
    private Interval interval(double estimate, IntToDoubleFunction statistic) {
        double[] values = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            values[draw] = statistic.applyAsDouble(draw);
        }
        PercentileInterval interval = PercentileInterval.of(values, level);
        return new Interval(estimate, interval.low(), interval.high(), level);
    }

    /**
     * The interval, or, where all draws are alike, the one of problems that were not seen.
     *
     * @param least that a problem could have contributed
     * @param most likewise
     */
    private Interval orUnseen(Interval resampled, int problems, double least, double most) {
        if (resampled.high() - resampled.low() > ALIKE) {
            return resampled;
        }
        double share = 1 - Math.pow(1 - level, 1.0 / problems);
        double estimate = resampled.estimate();
        return new Interval(
                estimate, estimate + share * (least - estimate), estimate + share * (most - estimate), level);
    }

    /** Mean of one resampling; all arms share its problems and its seeds. */
    private double mean(Outcomes outcomes, int draw) {
        RandomKey here = key.child(draw);
        RandomKey problems = here.child("problems");
        RandomKey seeds = here.child("seeds");
        int seedCount = outcomes.seeds();
        int problemCount = outcomes.problems().size();
        int drawnSeeds = Math.max(1, seedCount - 1);
        double sum = 0;
        for (int s = 0; s < drawnSeeds; s++) {
            double[] row = outcomes.scores()[seeds.below(seedCount, s)];
            for (int n = 0; n < problemCount; n++) {
                sum += row[problems.below(problemCount, n)];
            }
        }
        return sum / drawnSeeds / problemCount;
    }

    private static void requirePaired(Outcomes a, Outcomes b) {
        if (a.seeds() != b.seeds()) {
            throw new IllegalArgumentException(
                    "paired comparison needs the same seeds, got " + a.seeds() + " and " + b.seeds());
        }
        if (!a.problems().equals(b.problems())) {
            throw new IllegalArgumentException("paired comparison needs the same problems in the same order, got "
                    + a.problems().size() + " and " + b.problems().size());
        }
    }
}
