package dev.belay.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.belay.model.ChatFormat;
import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

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
    private final Optional<ChatFormat> chatFormat;

    /** Ids from here on have no row in the model's embedding. */
    private final int usableIds;

    private HfTokenizer(
            HuggingFaceTokenizer library,
            TokenizerVocabulary vocabulary,
            String place,
            Optional<ChatFormat> chatFormat,
            int usableIds) {
        this.library = library;
        this.vocabulary = vocabulary;
        this.place = place;
        this.chatFormat = chatFormat;
        this.usableIds = usableIds;
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
            return new HfTokenizer(library, vocabulary, place, Optional.empty(), Integer.MAX_VALUE);
        } catch (IOException | RuntimeException e) {
            throw new InvalidInputException(place + " is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    /** The same tokenizer, with a way to write conversations. */
    public HfTokenizer withChatFormat(Optional<ChatFormat> format) {
        return new HfTokenizer(library, vocabulary, place, format, usableIds);
    }

    @Override
    public Optional<ChatFormat> chatFormat() {
        return chatFormat;
    }

    @Override
    public int[] encode(String text) {
        return ids(encoding(wellFormed(text)));
    }

    private Encoding encoding(String text) {
        try {
            return library.encode(text, false, false);
        } catch (RuntimeException e) {
            throw new InvalidInputException(place + " cannot encode \"" + shown(text) + "\": " + e.getMessage(), e);
        }
    }

    private int[] ids(Encoding encoding) {
        int[] ids = Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
        for (int id : ids) {
            if (id >= usableIds) {
                throw new InvalidInputException("the text has the token \"" + decodeWithSpecials(new int[] {id})
                        + "\", which has id " + id + " in " + place + ", but the vocab_size of config.json is "
                        + usableIds + ": the model does not know this token");
            }
        }
        return ids;
    }

    /** On all cores. The library's own call for many texts ends the process where a text cannot be encoded. */
    @Override
    public List<int[]> encodeAll(List<String> texts) {
        return texts.parallelStream().map(this::encode).toList();
    }

    /** The ids of a text, each with its place. */
    public TokenSpans encodeWithSpans(String text) {
        String wellFormed = wellFormed(text);
        Encoding encoding = encoding(wellFormed);
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] starts = new int[spans.length];
        int[] ends = new int[spans.length];
        CodePointPlaces places = new CodePointPlaces(wellFormed);
        for (int t = 0; t < spans.length; t++) {
            // The library gives no place to a token that stands for no text.
            CharSpan span = spans[t];
            starts[t] = span == null ? (t == 0 ? 0 : ends[t - 1]) : places.unitOf(span.getStart());
            ends[t] = span == null ? starts[t] : places.unitOf(span.getEnd());
        }
        return new TokenSpans(ids(encoding), starts, ends);
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
     * This tokenizer for a model. Ids beyond the rows of its embedding are no fault as long as nothing asks for them, as in
     * transformers; a text that is encoded to one is.
     *
     * @param named ids that the model's configuration names, with where it names them
     * @param modelVocabSize rows of the model's embedding
     * @throws InvalidInputException when the tokenizer lacks one of the named ids, or one of its special tokens has no row
     */
    public HfTokenizer forModel(Map<Integer, String> named, int modelVocabSize) {
        for (int id : new TreeSet<>(specialIds())) {
            if (id >= modelVocabSize) {
                throw new InvalidInputException(place + " has the special token \"" + decodeWithSpecials(new int[] {id})
                        + "\" with id " + id + ", but the vocab_size of config.json is " + modelVocabSize);
            }
        }
        named.forEach((id, where) -> {
            if (!vocabulary.has(id)) {
                throw new InvalidInputException(place + " has no token with id " + id + ", which " + where
                        + " names; it has " + vocabSize() + " ids");
            }
            if (id >= modelVocabSize) {
                throw new InvalidInputException(place + " has ids up to " + (vocabSize() - 1) + ", and " + where
                        + " is " + id + ", but the vocab_size of config.json is " + modelVocabSize);
            }
        });
        return new HfTokenizer(library, vocabulary, place, chatFormat, modelVocabSize);
    }
}
