package dev.belay.loop.run;

import java.util.List;

/**
 * A finished run.
 *
 * @param directory everything it wrote
 * @param metrics all rows, those of before a resumption included
 */
public record RunResult(RunDirectory directory, List<MetricsRow> metrics) {
    public RunResult {
        metrics = List.copyOf(metrics);
    }
}
