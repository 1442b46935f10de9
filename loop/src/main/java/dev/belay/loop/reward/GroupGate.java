package dev.belay.loop.reward;

/** Decides whether a group is trained on. */
public interface GroupGate {
    /** What becomes of a group. */
    enum Verdict {
        KEEP,
        DROP
    }

    /** @param g without ungradable members */
    Verdict judge(ScoredGroup g);
}
