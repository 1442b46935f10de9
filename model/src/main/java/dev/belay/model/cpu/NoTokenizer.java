package dev.belay.model.cpu;

import dev.belay.model.Tokenizer;
import java.util.Set;

/** For models that only ever see ids: it refuses every text. */
public final class NoTokenizer implements Tokenizer {
    @Override
    public int[] encode(String text) {
        throw new UnsupportedOperationException("this model has no tokenizer");
    }

    @Override
    public String decode(int[] ids) {
        throw new UnsupportedOperationException("this model has no tokenizer");
    }

    @Override
    public String decodeWithSpecials(int[] ids) {
        throw new UnsupportedOperationException("this model has no tokenizer");
    }

    @Override
    public int vocabSize() {
        return 0;
    }

    @Override
    public Set<Integer> specialIds() {
        return Set.of();
    }
}
