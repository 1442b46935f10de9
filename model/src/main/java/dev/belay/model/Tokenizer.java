package dev.belay.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Text to token ids and back. Thread-safe. */
public interface Tokenizer {
    /** Ids of the text as it stands: nothing is added in front or behind, special tokens in the text are recognised. */
    int[] encode(String text);

    /** The ids of several texts; faster than one by one where there are many. */
    default List<int[]> encodeAll(List<String> texts) {
        return texts.stream().map(this::encode).toList();
    }

    /** The text of the ids, special tokens left out. */
    String decode(int[] ids);

    /** The text of the ids, special tokens included. */
    String decodeWithSpecials(int[] ids);

    /** Number of ids the tokenizer can produce; may be below the model's vocabulary, which is often padded. */
    int vocabSize();

    /** Ids that {@link #decode} leaves out. */
    Set<Integer> specialIds();

    /** How conversations are written for this model; empty for base models, which have never seen one. */
    default Optional<ChatFormat> chatFormat() {
        return Optional.empty();
    }
}
