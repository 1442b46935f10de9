package dev.belay.model;

/**
 * Something the user wrote or pointed to is not acceptable. The message states the rule, the value found, the choices
 * and the place; the command line prints it without a stack trace and exits with code 2.
 */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
