package dev.belay.lab.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run as a report shows it. Its series are named: "step"; "seen", "true" (mean rewards); "allPaid", "mixedPaid",
 * "nonePaid" (shares of groups by seen reward) and "allRight", "mixedRight", "noneRight" (by true reward); "share/NAME",
 * "accuracy/NAME" (strategies); "lengthRight", "lengthWrong" (tokens); "parse", "truncated", "ungradable", "clip"
 * (shares); "entropy", "kl" (nats per token); "gradNorm"; "lag" (largest difference of log-probabilities between sampler
 * and trainer).
 *
 * @param arm the arm's name in a study, else the recipe's
 * @param family the base model's family; empty for a single run
 * @param folder where the run lies, for the reader
 * @param series figures over training steps by name, all as long as that of step; null where undefined
 * @param recipe YAML
 */
public record RunData(
        String arm,
        String family,
        long seed,
        String folder,
        Map<String, List<@Nullable Double>> series,
        List<Sample> samples,
        String recipe,
        Map<String, Object> provenance) {

    /**
     * A completion with its scores.
     *
     * @param right whether the true reward says so; null when it could not be graded
     * @param seen reward that training saw; null when ungradable
     * @param verdict how the answer was read and compared, in words
     * @param parts named components of the reward
     */
    public record Sample(
            int step,
            String problem,
            String prompt,
            String text,
            @Nullable String reference,
            @Nullable Boolean right,
            @Nullable Double seen,
            @Nullable Double truth,
            @Nullable Double advantage,
            @Nullable String strategy,
            @Nullable String finish,
            @Nullable String verdict,
            Map<String, Double> parts) {}
}
