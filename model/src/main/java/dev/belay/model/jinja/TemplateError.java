package dev.belay.model.jinja;

import org.jspecify.annotations.Nullable;

/** What a template does wrong; the line is filled in where it is known. */
final class TemplateError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = 0;

    private final int line;

    TemplateError(String message) {
        this(message, UNKNOWN);
    }

    TemplateError(String message, int line) {
        this(message, line, null);
    }

    private TemplateError(String message, int line, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.line = line;
    }

    /** What no rule of the language foresaw: the template is still the one that is refused, with the cause kept. */
    static TemplateError unexpected(RuntimeException cause) {
        return new TemplateError("the template cannot be rendered: " + cause, UNKNOWN, cause);
    }

    /** The same complaint with a place, unless it has one: the innermost line is the one that helps. */
    TemplateError at(int where) {
        return line == UNKNOWN ? new TemplateError(String.valueOf(getMessage()), where, getCause()) : this;
    }

    int line() {
        return line;
    }
}
