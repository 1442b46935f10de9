package dev.belay.model.hub;

/**
 * The Hub answers, but only that it cannot serve now: what is in the cache is better than nothing. Does not leave
 * {@link Hub}.
 */
final class HubBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HubBusyException(String message) {
        super(message);
    }
}
