package dev.belay.loop.reward;

/**
 * Keeps a group only when its members' seen rewards differ: the filter of dynamic sampling in Yu et al., "DAPO",
 * arXiv 2503.14476, section 3.2. Groups that are dropped are not replaced here, so a step may train on fewer.
 */
public record MixedOutcomeGate() implements GroupGate {
    @Override
    public Verdict judge(ScoredGroup g) {
        double[] r = g.rewards();
        for (double v : r) {
            if (v != r[0]) {
                return Verdict.KEEP;
            }
        }
        return Verdict.DROP;
    }
}
