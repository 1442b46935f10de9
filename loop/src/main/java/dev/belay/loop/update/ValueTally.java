package dev.belay.loop.update;

import dev.belay.loop.rollout.Completion;
import dev.belay.model.UpdateStats;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up what the critic's updates of a step did, and names it as verl does. */
final class ValueTally {
    private final Map<String, Double> before = new LinkedHashMap<>();
    private double lossSum;
    private long clipped;
    private long tokens;
    private double gradNormSum;
    private int updates;

    /** How well the values of before the step foretold its returns. */
    void explained(TrainingBatch batch, float[][] values, float[][] returns) {
        double n = 0;
        double valueSum = 0;
        double returnSum = 0;
        double returnSquares = 0;
        double errorSum = 0;
        double errorSquares = 0;
        for (int s = 0; s < batch.size(); s++) {
            Completion c = batch.sequences().get(s);
            for (int t = 0; t < c.tokens().length; t++) {
                if (c.trainable()[t]) {
                    double error = (double) returns[s][t] - values[s][t];
                    n++;
                    valueSum += values[s][t];
                    returnSum += returns[s][t];
                    returnSquares += (double) returns[s][t] * returns[s][t];
                    errorSum += error;
                    errorSquares += error * error;
                }
            }
        }
        if (n > 0) {
            before.put("critic/vpred_mean", valueSum / n);
            before.put("critic/returns/mean", returnSum / n);
            double spread = returnSquares / n - returnSum / n * (returnSum / n);
            // Of returns that are all alike there is nothing to explain.
            if (spread > 1e-12) {
                double unexplained = errorSquares / n - errorSum / n * (errorSum / n);
                before.put("critic/vf_explained_var", 1 - unexplained / spread);
            }
        }
    }

    /** @param inUpdate trainable tokens of the update */
    void token(ValueLoss loss, int inUpdate) {
        lossSum += loss.value() / inUpdate;
        clipped += loss.clipped() ? 1 : 0;
        tokens++;
    }

    void updated(UpdateStats stats) {
        gradNormSum += stats.gradNorm();
        updates++;
    }

    Map<String, Double> metrics(double learningRate) {
        Map<String, Double> m = new LinkedHashMap<>();
        if (updates > 0) {
            m.put("critic/vf_loss", lossSum / updates);
            m.put("critic/vf_clipfrac", clipped / (double) tokens);
        }
        m.putAll(before);
        if (updates > 0) {
            m.put("critic/grad_norm", gradNormSum / updates);
        }
        m.put("critic/lr", learningRate);
        return m;
    }
}
