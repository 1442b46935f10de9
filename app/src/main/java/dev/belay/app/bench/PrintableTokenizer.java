package dev.belay.app.bench;

import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import java.util.Set;

/** A token for each printable ASCII character: id 0 pads, id 1 ends a text, id 2 is the space. */
final class PrintableTokenizer implements Tokenizer {
    static final int END = 1;
    static final int SIZE = 97;

    private static final int FIRST = 2;

    @Override
    public int[] encode(String text) {
        return text.chars().map(c -> id((char) c)).toArray();
    }

    private static int id(char c) {
        if (c < ' ' || c > '~') {
            throw new InvalidInputException("only printable ASCII has tokens here, got " + (int) c);
        }
        return c - ' ' + FIRST;
    }

    @Override
    public String decode(int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            if (id >= FIRST) {
                text.append((char) (id - FIRST + ' '));
            }
        }
        return text.toString();
    }

    @Override
    public String decodeWithSpecials(int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(id >= FIRST ? String.valueOf((char) (id - FIRST + ' ')) : id == END ? "<eos>" : "<pad>");
        }
        return text.toString();
    }

    @Override
    public int vocabSize() {
        return SIZE;
    }

    @Override
    public Set<Integer> specialIds() {
        return Set.of(0, END);
    }
}
