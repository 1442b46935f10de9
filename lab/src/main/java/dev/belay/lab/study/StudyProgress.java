package dev.belay.lab.study;

import dev.belay.loop.run.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a study stands after a step of one of its runs.
 *
 * @param number of the run, from 1
 * @param runs of the study, finished ones of an earlier start included
 * @param inRun where the run stands
 * @param stepsDone over all runs
 * @param steps over all runs
 * @param elapsed since this start
 * @param left at the pace of this start; empty until two steps are done
 */
public record StudyProgress(
        PlannedRun run,
        int number,
        int runs,
        Progress inRun,
        int stepsDone,
        int steps,
        Duration elapsed,
        Optional<Duration> left) {}
