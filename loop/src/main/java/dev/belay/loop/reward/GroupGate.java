package dev.belay.loop.reward;

/** Decides whether a group is trained on. */
public interface GroupGate {
    /** What becomes of a group. */
    enum Verdict {
        KEEP,
        DROP,
        /** Asks the rollout for more, such as samples under a hint. */
        ESCALATE,
        /** Asks for another group in its place. */
        REPLACE
    }

    /** @param g without ungradable members */
    Verdict judge(ScoredGroup g);
}
