package dev.belay.lab.study;

import java.util.Locale;

/** Which completions of the held-out problems count. */
public enum Measure {
    /** One completion of each problem at temperature 0. */
    GREEDY,
    /** The mean of several completions of each problem, as the recipe's evaluation samples them. */
    SAMPLED;

    /** As the run directory's samples are marked. */
    String kind() {
        return name().toLowerCase(Locale.ROOT);
    }
}
