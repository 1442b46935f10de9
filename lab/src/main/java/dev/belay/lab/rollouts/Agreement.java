package dev.belay.lab.rollouts;

import dev.belay.loop.reward.Score;
import org.jspecify.annotations.Nullable;

/**
 * How what a reward says of samples goes with what the run's true reward said of them. Mutable; one reward each.
 *
 * <p>Right is a true reward of 1, as everywhere in belay. The two means say what a reward pays for being right and for
 * being wrong: equal means carry no signal, and a large second one is a false positive that training would find.
 */
public final class Agreement {
    private int ungradable;
    private int right;
    private int wrong;
    private int different;
    private double paidRight;
    private double paidWrong;

    /** @param truth null when the run could not grade the sample */
    public Agreement plus(Score score, @Nullable Double truth) {
        switch (score) {
            case Score.Ungradable _ -> ungradable++;
            case Score.Scored s when truth == null -> ungradable++;
            case Score.Scored s
            when truth == 1 -> {
                right++;
                paidRight += s.value();
                different += s.value() == truth ? 0 : 1;
            }
            case Score.Scored s -> {
                wrong++;
                paidWrong += s.value();
                different += s.value() == truth ? 0 : 1;
            }
        }
        return this;
    }

    /** Samples that the reward or the run could not grade. */
    public int ungradable() {
        return ungradable;
    }

    public int right() {
        return right;
    }

    public int wrong() {
        return wrong;
    }

    /** Samples whose score is another number than the true reward. */
    public int different() {
        return different;
    }

    /** NaN when no sample was right. */
    public double meanWhenRight() {
        return paidRight / right;
    }

    /** NaN when no sample was wrong. */
    public double meanWhenWrong() {
        return paidWrong / wrong;
    }
}
