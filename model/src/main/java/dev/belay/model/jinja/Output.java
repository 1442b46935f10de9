package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.List;

/** Where statements write to: the page itself, or the text of a macro or block. */
final class Output {
    private final BoundedText text = new BoundedText();
    private final List<Rendered.Span> spans = new ArrayList<>();
    private final boolean page;
    private boolean misplaced;

    private Output(boolean page) {
        this.page = page;
    }

    static Output page() {
        return new Output(true);
    }

    static Output part() {
        return new Output(false);
    }

    void write(String more) {
        text.append(more);
    }

    int position() {
        return text.length();
    }

    /** What was written since a position is the assistant's. */
    void spoken(int from) {
        if (page) {
            spans.add(new Rendered.Span(from, text.length()));
        } else {
            misplaced = true;
        }
    }

    /** Passes on that a part had spans, which its reader cannot place. */
    void misplacedIf(Output part) {
        misplaced |= part.misplaced;
    }

    Value.Text value() {
        return text.value();
    }

    Rendered rendered() {
        return new Rendered(text.toString(), spans, misplaced);
    }
}
