package dev.belay.loop.update;

import dev.belay.loop.objective.KlRegulariser;
import dev.belay.loop.objective.Loss;
import dev.belay.loop.objective.Regulariser;
import dev.belay.loop.objective.TokenView;
import dev.belay.loop.rollout.Completion;
import dev.belay.model.UpdateStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what the updates of a step did, and names it as TRL does. */
final class UpdateTally {
    private final List<Regulariser> regularisers;
    private final Map<String, Double> more = new LinkedHashMap<>();
    private final Map<String, Double> terms = new LinkedHashMap<>();
    private final List<double[]> clipShares = new ArrayList<>();
    private double lossSum;
    private long tokens;
    private long tokensNow;
    private long lowNow;
    private long highNow;
    private double entropySum;
    private double klSum;
    private boolean hasReference;
    private double gapSum;
    private double gapMax;
    private long gapTokens;
    private double gradNormSum;
    private double changedShare;
    private int updates;

    UpdateTally(List<Regulariser> regularisers) {
        this.regularisers = regularisers;
    }

    /**
     * Difference between what the sampler and the trainer say about the same tokens under the same weights.
     *
     * @param trainer log-probabilities of a forward pass, not those of the sampler's own activations
     */
    void samplerGap(Completion c, float[] trainer) {
        boolean[] trainable = c.trainable();
        for (int t = 0; t < trainer.length; t++) {
            if (trainable[t]) {
                double gap = Math.abs((double) c.logProbs()[t] - trainer[t]);
                gapSum += gap;
                gapMax = Math.max(gapMax, gap);
                gapTokens++;
            }
        }
    }

    void entropy(TokenView view, float[] entropies) {
        for (int t = 0; t < entropies.length; t++) {
            entropySum += view.trainable()[t] ? entropies[t] : 0;
        }
    }

    void regulariser(Regulariser r, double term) {
        terms.merge("regulariser/" + r.name(), term, Double::sum);
    }

    void sequence(TokenView view, Loss loss, double aggregated) {
        lossSum += aggregated;
        lowNow += loss.clippedLow();
        highNow += loss.clippedHigh();
        float[] reference = view.reference();
        hasReference |= reference != null;
        for (int t = 0; t < view.tokens(); t++) {
            if (view.trainable()[t]) {
                tokensNow++;
                if (reference != null) {
                    klSum += KlRegulariser.Estimator.K3.value((double) view.logProbs()[t] - reference[t]);
                }
            }
        }
    }

    void updated(UpdateStats stats) {
        updates++;
        gradNormSum += stats.gradNorm();
        changedShare = stats.changedShare();
        double n = Math.max(1, tokensNow);
        clipShares.add(new double[] {lowNow / n, highNow / n});
        tokens += tokensNow;
        tokensNow = 0;
        lowNow = 0;
        highNow = 0;
    }

    void put(String name, double value) {
        more.put(name, value);
    }

    Map<String, Double> metrics() {
        Map<String, Double> m = new LinkedHashMap<>();
        double u = Math.max(1, updates);
        double n = Math.max(1, tokens);
        m.put("loss", lossSum / u);
        m.put("grad_norm", gradNormSum / u);
        m.putAll(more);
        m.put("entropy", entropySum / n);
        if (hasReference) {
            m.put("kl", klSum / n);
        }
        regularisers.forEach(r ->
                m.put("regulariser/" + r.name(), terms.getOrDefault("regulariser/" + r.name(), 0.0) / u));
        m.put("clip_ratio/low_mean", mean(0));
        m.put(
                "clip_ratio/low_min",
                clipShares.stream().mapToDouble(c -> c[0]).min().orElse(0));
        m.put("clip_ratio/high_mean", mean(1));
        m.put(
                "clip_ratio/high_max",
                clipShares.stream().mapToDouble(c -> c[1]).max().orElse(0));
        m.put("clip_ratio/region_mean", mean(0) + mean(1));
        m.put("sampling/sampling_logp_difference/mean", gapSum / Math.max(1, gapTokens));
        m.put("sampling/sampling_logp_difference/max", gapMax);
        m.put("changed_share", changedShare);
        return m;
    }

    private double mean(int which) {
        return clipShares.stream().mapToDouble(c -> c[which]).average().orElse(0);
    }
}
