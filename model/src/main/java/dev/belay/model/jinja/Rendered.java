package dev.belay.model.jinja;

import java.util.List;

/**
 * What a template made.
 *
 * @param text all of it
 * @param generations what stood in {@code {% generation %}} blocks, in order
 * @param misplaced whether such a block stood inside a macro or a set block, where its place in the text is not known
 */
public record Rendered(String text, List<Span> generations, boolean misplaced) {
    /**
     * A part of the text, in UTF-16 units.
     *
     * @param end behind the last
     */
    public record Span(int start, int end) {}

    public Rendered {
        generations = List.copyOf(generations);
    }
}
