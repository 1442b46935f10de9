package dev.belay.loop.reward;

/** More samples could not be graded than a run may lose. The message names some of them with their reasons. */
public final class TooManyUngradable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyUngradable(String message) {
        super(message);
    }
}
