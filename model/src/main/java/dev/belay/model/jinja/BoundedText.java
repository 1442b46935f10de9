package dev.belay.model.jinja;

/** Text under construction that refuses to outgrow the budget. */
final class BoundedText {
    private final StringBuilder text = new StringBuilder();

    BoundedText append(String more) {
        Budget.requireSize((long) text.length() + more.length());
        text.append(more);
        return this;
    }

    BoundedText append(char c) {
        Budget.requireSize(text.length() + 1L);
        text.append(c);
        return this;
    }

    BoundedText repeat(String piece, long times) {
        if (times > 0) {
            Budget.requireSize(text.length() + piece.length() * times);
            text.repeat(piece, (int) times);
        }
        return this;
    }

    int length() {
        return text.length();
    }

    Value.Text value() {
        return new Value.Text(text.toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
