package dev.belay.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A tokenizer.json, run by Hugging Face's own library through DJL. Nothing is added, cut or padded whatever the file asks
 * for: templates and prompts are the caller's business.
 */
public final class HfTokenizer implements Tokenizer {
    private static final Map<String, String> PLAIN =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    static {
        // DJL reports each start to a server of its own unless told not to, and reads this when its classes load.
        System.setProperty("ai.djl.offline", "true");
    }

    private final HuggingFaceTokenizer library;
    private final TokenizerVocabulary vocabulary;
    private final String place;

    private HfTokenizer(HuggingFaceTokenizer library, TokenizerVocabulary vocabulary, String place) {
        this.library = library;
        this.vocabulary = vocabulary;
        this.place = place;
    }

    /**
     * @param tokenizerJson the text of tokenizer.json
     * @param place the file, for messages
     * @throws InvalidInputException when the text is not a tokenizer
     */
    public static HfTokenizer of(byte[] tokenizerJson, String place) {
        TokenizerVocabulary vocabulary = TokenizerVocabulary.parse(tokenizerJson, place);
        try {
            HuggingFaceTokenizer library =
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), PLAIN);
            return new HfTokenizer(library, vocabulary, place);
        } catch (IOException | RuntimeException e) {
            throw new InvalidInputException(place + " is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int[] encode(String text) {
        try {
            return Arrays.stream(library.encode(wellFormed(text), false, false).getIds())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } catch (RuntimeException e) {
            throw new InvalidInputException(place + " cannot encode \"" + shown(text) + "\": " + e.getMessage(), e);
        }
    }

    /** The library takes UTF-8, which half a surrogate pair has no form in. */
    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    @Override
    public String decode(int[] ids) {
        return library.decode(longs(ids), true);
    }

    @Override
    public String decodeWithSpecials(int[] ids) {
        return library.decode(longs(ids), false);
    }

    /** Ids that the tokenizer does not have (a padded vocabulary has some) stand for no text. */
    private long[] longs(int[] ids) {
        return Arrays.stream(ids)
                .filter(id -> id >= 0 && id < vocabulary.size())
                .asLongStream()
                .toArray();
    }

    @Override
    public int vocabSize() {
        return vocabulary.size();
    }

    @Override
    public Set<Integer> specialIds() {
        return vocabulary.specialIds();
    }

    /** The id of exactly this token, such as {@code <|im_end|>}. */
    public OptionalInt idOf(String token) {
        return vocabulary.idOf(token);
    }

    /**
     * Checks that a model can use this tokenizer.
     *
     * @param named ids that the model's configuration names, with where it names them
     * @param modelVocabSize rows of the model's embedding
     * @throws InvalidInputException when the tokenizer lacks one of them or has ids the model has no row for
     */
    public void requireFits(Map<Integer, String> named, int modelVocabSize) {
        if (vocabSize() > modelVocabSize) {
            throw new InvalidInputException(place + " has ids up to " + (vocabSize() - 1)
                    + ", but the vocab_size of config.json is " + modelVocabSize);
        }
        named.forEach((id, where) -> {
            if (!vocabulary.has(id)) {
                throw new InvalidInputException(place + " has no token with id " + id + ", which " + where
                        + " names; it has " + vocabSize() + " ids");
            }
        });
    }
}
