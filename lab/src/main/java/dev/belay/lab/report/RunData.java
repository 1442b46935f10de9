package dev.belay.lab.report;

import dev.belay.lab.rollouts.Sample;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run as a report shows it. Its series are named: "step"; "seen", "true" (mean rewards); "allPaid", "mixedPaid",
 * "nonePaid" (shares of groups by seen reward) and "allRight", "mixedRight", "noneRight" (by true reward); "share/NAME",
 * "accuracy/NAME" (strategies); "lengthRight", "lengthWrong" (tokens); "parse", "truncated", "ungradable", "clip"
 * (shares); "entropy", "kl" (nats per token); "gradNorm"; "valueLoss" and "explained" (share of variance) of an actor-critic
 * method's value model; "lag" (largest difference of log-probabilities between sampler and trainer).
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
    /** The same, said to lie elsewhere. */
    RunData in(String otherFolder) {
        return new RunData(arm, family, seed, otherFolder, series, samples, recipe, provenance);
    }
}
