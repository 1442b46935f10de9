package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;

/**
 * Where something the user wrote stands.
 *
 * @param source a file name, or another origin such as {@code --set steps=x}
 * @param line counted from 1; 0 when the source has no lines
 * @param column counted from 1; 0 when the source has no lines
 */
public record Place(String source, int line, int column) {
    /** A place in something without lines, such as a command-line option. */
    public static Place in(String source) {
        return new Place(source, 0, 0);
    }

    /** The exception for something wrong at this place. */
    public InvalidInputException error(String message) {
        return new InvalidInputException(this + ": " + message);
    }

    /** As above, keeping what was thrown first. */
    public InvalidInputException error(String message, Throwable cause) {
        return new InvalidInputException(this + ": " + message, cause);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
