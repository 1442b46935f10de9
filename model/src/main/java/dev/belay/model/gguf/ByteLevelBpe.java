package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tokenizer of a GGUF file. Read is byte-level BPE, the kind of Llama 3, Qwen and SmolLM; the file has its vocabulary
 * and merges and, in {@code tokenizer.ggml.pre}, the name of the rest. The texts stay in the file until they are asked for.
 */
final class ByteLevelBpe {
    static final String PREFIX = "tokenizer.ggml.";

    private static final String TOKENS = PREFIX + "tokens";
    private static final String KIND = "gpt2";

    private final GgufMetadata metadata;
    private final PreTokenizer pre;
    private final TokenKind[] kinds;

    private ByteLevelBpe(GgufMetadata metadata, PreTokenizer pre, TokenKind[] kinds) {
        this.metadata = metadata;
        this.pre = pre;
        this.kinds = kinds;
    }

    /** @throws InvalidInputException when the file has another kind of tokenizer, or contradicts itself */
    static ByteLevelBpe of(GgufMetadata metadata) {
        String place = metadata.place();
        String model = metadata.text(PREFIX + "model");
        if (!model.equals(KIND)) {
            throw new InvalidInputException(place + ": tokenizer.ggml.model is \"" + model + "\"; only \"" + KIND
                    + "\" (byte-level BPE) is read. Convert the model from its Hugging Face folder instead");
        }
        PreTokenizer pre = PreTokenizer.named(metadata.text(PREFIX + "pre", "default"), place);
        TokenKind[] kinds = new TokenKind[metadata.textCount(TOKENS)];
        Arrays.fill(kinds, TokenKind.NORMAL);
        if (metadata.has(PREFIX + "token_type")) {
            int[] codes = metadata.integers(PREFIX + "token_type");
            if (codes.length != kinds.length) {
                throw new InvalidInputException(place + ": tokenizer.ggml.token_type has " + codes.length
                        + " entries and tokenizer.ggml.tokens " + kinds.length);
            }
            for (int id = 0; id < codes.length; id++) {
                kinds[id] = TokenKind.of(codes[id], place, id);
            }
        }
        return new ByteLevelBpe(metadata, pre, kinds);
    }

    int size() {
        return kinds.length;
    }

    /** What makes tokenizer.json and tokenizer_config.json, by name. */
    Map<String, Supplier<byte[]>> files() {
        TokenizerFiles files = new TokenizerFiles(this, metadata, pre, kinds);
        return Map.of("tokenizer.json", files::tokenizer, "tokenizer_config.json", files::config);
    }

    /** The texts of the tokens, by id. */
    List<String> tokens() {
        return metadata.texts(TOKENS);
    }

    /**
     * The id under a key such as {@code bos_token_id}.
     *
     * @throws InvalidInputException when the vocabulary does not go so far
     */
    Optional<Integer> special(String key) {
        Optional<Integer> id = Optional.ofNullable(metadata.optionalInteger(PREFIX + key));
        if (id.isPresent() && (id.get() < 0 || id.get() >= kinds.length)) {
            throw new InvalidInputException(metadata.place() + ": " + PREFIX + key + " must be in [0, " + kinds.length
                    + "), the size of tokenizer.ggml.tokens, got " + id.get());
        }
        return id;
    }
}
