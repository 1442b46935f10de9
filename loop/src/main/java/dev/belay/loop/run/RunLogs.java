package dev.belay.loop.run;

import dev.belay.loop.StepRecord;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.evaluate.Estimate;
import dev.belay.loop.evaluate.Evaluation;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files a run adds to as it goes: metrics, samples and TensorBoard events, kept in step with each other. */
final class RunLogs implements AutoCloseable {
    private final MetricsLog metrics;
    private final EventLog events;
    private final RolloutLog samples;
    private final int samplesEvery;

    private RunLogs(MetricsLog metrics, EventLog events, RolloutLog samples, int samplesEvery) {
        this.metrics = metrics;
        this.events = events;
        this.samples = samples;
        this.samplesEvery = samplesEvery;
    }

    /** Logs that continue behind step {@code keep}; -1 keeps nothing. */
    static RunLogs continuing(
            RunDirectory directory, int keep, Recipe recipe, StrategyDetector strategies, InstantSource clock) {
        List<String> rewards =
                recipe.panel().terms().stream().map(t -> t.name()).toList();
        return new RunLogs(
                MetricsLog.continuing(directory.metrics(), keep),
                EventLog.continuing(directory.tensorboard(), keep, clock),
                RolloutLog.continuing(directory.rollouts(), keep, rewards, strategies),
                recipe.keep().samplesEvery());
    }

    void write(StepRecord record, double tokensPerSecond) {
        Map<String, Double> values = new LinkedHashMap<>(record.metrics());
        values.putAll(record.seconds());
        values.put("sampled_tokens_per_second", tokensPerSecond);
        write(new MetricsRow(record.step(), false, values));
        if (samplesEvery > 0 && record.step() % samplesEvery == 0) {
            samples.add(record);
        }
    }

    void write(Evaluation evaluation) {
        Map<String, Double> values = new LinkedHashMap<>();
        evaluation.metrics().forEach((name, estimate) -> put(values, "eval_" + name, estimate));
        write(new MetricsRow(evaluation.step(), true, values));
        if (samplesEvery > 0) {
            samples.add(evaluation);
        }
    }

    private static void put(Map<String, Double> values, String name, Estimate estimate) {
        values.put(name, estimate.value());
        values.put(name + "/low", estimate.low());
        values.put(name + "/high", estimate.high());
    }

    private void write(MetricsRow row) {
        metrics.write(row);
        events.write(row);
    }

    /** Waits until all samples up to the checkpoint's step are on the disk. */
    void flush(int step) {
        samples.flushAndWait(step);
    }

    @Override
    public void close() {
        try {
            samples.close();
        } finally {
            events.close();
            metrics.close();
        }
    }
}
