package dev.belay.loop.reward;

import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An answer on its way to a classifier.
 *
 * @param ids prompt and answer
 * @param ends where the verdicts on its steps are read; empty where the whole is judged
 * @param fault why it cannot be read; empty when it can
 */
record Reading(int[] ids, int[] ends, String fault) {
    private static final int[] NONE = {};

    static Reading of(int[] ids, String fault) {
        return new Reading(ids, NONE, fault);
    }

    static Reading not(String fault) {
        return new Reading(NONE, NONE, fault);
    }

    /**
     * Asks a classifier about those answers that it can read, all at once. One that it cannot read is a verdict of "could
     * not tell" about this answer, and costs no other its own.
     *
     * @param <L> the logits of an answer
     * @param ask one result for each sequence
     */
    static <L> List<Score> judge(
            Group g,
            Function<Completion, Reading> read,
            Function<List<int[]>, L[]> ask,
            BiFunction<Reading, L, Score> verdict) {
        List<Reading> readings = g.members().stream().map(read).toList();
        List<int[]> readable =
                readings.stream().filter(Reading::readable).map(Reading::ids).toList();
        Iterator<L> logits = Arrays.asList(ask.apply(readable)).iterator();
        List<Score> scores = new ArrayList<>();
        for (Reading reading : readings) {
            scores.add(
                    reading.readable() ? verdict.apply(reading, logits.next()) : new Score.Ungradable(reading.fault));
        }
        return scores;
    }

    private boolean readable() {
        return fault.isEmpty();
    }
}
