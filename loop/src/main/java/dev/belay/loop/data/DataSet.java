package dev.belay.loop.data;

/** What a recipe names under {@code data}: the options of a problem source. */
public interface DataSet {
    /**
     * Reads or generates the problems.
     *
     * @throws dev.belay.model.InvalidInputException when what it points to cannot be read; the message names the place
     */
    ProblemSource open();
}
