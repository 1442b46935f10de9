package dev.belay.loop.credit;

import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.update.TrainingBatch;
import dev.belay.model.Stat;
import dev.belay.model.TokenScores;
import java.util.EnumMap;
import java.util.List;

/** Runs a credit rule on hand-made groups. */
final class Advantages {
    private Advantages() {}

    /** (S, T) of a rule that reads no log-probabilities. */
    static float[][] of(Credit credit, ScoredGroup... groups) {
        return of(credit, CreditInput.NO_VALUES, groups);
    }

    /** (S, T) of a rule that reads values. */
    static float[][] of(Credit credit, float[][] values, ScoredGroup... groups) {
        float[][] out = TrainingBatch.of(List.of(groups)).advantages();
        credit.advantages(input(values, groups), out);
        return out;
    }

    static CreditInput input(float[][] values, ScoredGroup... groups) {
        return new CreditInput(List.of(groups), new TokenScores(new EnumMap<>(Stat.class)), values);
    }

    /** The first token of every sequence. */
    static double[] first(Credit credit, ScoredGroup... groups) {
        float[][] all = of(credit, groups);
        double[] out = new double[all.length];
        for (int s = 0; s < out.length; s++) {
            out[s] = all[s][0];
        }
        return out;
    }
}
