package dev.belay.model;

import java.util.Set;

/** Text to token ids and back. Thread-safe. */
public interface Tokenizer {
    /** Ids of the text as it stands: nothing is added in front or behind, special tokens in the text are recognised. */
    int[] encode(String text);

    /** The text of the ids, special tokens left out. */
    String decode(int[] ids);

    /** The text of the ids, special tokens included. */
    String decodeWithSpecials(int[] ids);

    /** Number of ids the tokenizer can produce; may be below the model's vocabulary, which is often padded. */
    int vocabSize();

    /** Ids that {@link #decode} leaves out. */
    Set<Integer> specialIds();
}
