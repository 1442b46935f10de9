package dev.belay.lab.study;

/** The study was asked to stop; started again on the same folder it goes on. */
public final class StudyStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StudyStopped(PlannedRun run) {
        super("stopped during " + run.title());
    }
}
