package dev.belay.model.jinja;

/** What a template does wrong; the line is filled in where it is known. */
final class TemplateError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN = 0;

    private final int line;

    TemplateError(String message) {
        this(message, UNKNOWN);
    }

    TemplateError(String message, int line) {
        super(message, null, false, false);
        this.line = line;
    }

    /** The same complaint with a place, unless it has one: the innermost line is the one that helps. */
    TemplateError at(int where) {
        return line == UNKNOWN ? new TemplateError(String.valueOf(getMessage()), where) : this;
    }

    int line() {
        return line;
    }
}
