package dev.belay.loop.recipe;

/**
 * A catalogue line: one named method.
 *
 * @param name what a recipe writes after {@code use:}
 * @param type the record that holds its options and does its work
 * @param meaning one line
 * @param paper title and arXiv id, or where else it comes from
 */
public record Entry<T>(String name, Class<? extends T> type, String meaning, String paper, Status status) {}
