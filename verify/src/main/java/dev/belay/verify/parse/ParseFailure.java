package dev.belay.verify.parse;

/** The text is not a complete answer. Stays inside the package; carries no stack trace. */
final class ParseFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ParseFailure(String message) {
        super(message, null, false, false);
    }
}
