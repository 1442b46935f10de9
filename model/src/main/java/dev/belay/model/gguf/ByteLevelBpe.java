package dev.belay.model.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokenizer of a GGUF file as the files of a Hugging Face folder. Read is byte-level BPE, the kind of Llama 3, Qwen
 * and SmolLM; the file has its vocabulary and merges and, in {@code tokenizer.ggml.pre}, the name of the rest.
 */
final class ByteLevelBpe {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String KIND = "gpt2";

    private final GgufMetadata metadata;
    private final PreTokenizer pre;
    private final List<String> tokens;
    private final TokenKind[] kinds;

    private ByteLevelBpe(GgufMetadata metadata, PreTokenizer pre, List<String> tokens, TokenKind[] kinds) {
        this.metadata = metadata;
        this.pre = pre;
        this.tokens = tokens;
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
        List<String> tokens = metadata.texts(PREFIX + "tokens");
        TokenKind[] kinds = new TokenKind[tokens.size()];
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
        return new ByteLevelBpe(metadata, pre, tokens, kinds);
    }

    int size() {
        return tokens.size();
    }

    /** tokenizer.json and tokenizer_config.json, by name. */
    Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("tokenizer.json", tokenizerJson().toString().getBytes(StandardCharsets.UTF_8));
        files.put("tokenizer_config.json", Json.pretty(tokenizerConfig()));
        return files;
    }

    private ObjectNode tokenizerJson() {
        ObjectNode root = Json.object();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < kinds.length; id++) {
            if (kinds[id].foundWhole()) {
                addedToken(added.addObject().put("id", id), id);
            }
        }
        if (pre.normalised()) {
            root.putObject("normalizer").put("type", "NFC");
        } else {
            root.putNull("normalizer");
        }
        root.set("pre_tokenizer", pre.json());
        root.set("post_processor", postProcessor());
        root.set("decoder", PreTokenizer.byteLevel(true));
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", pre.wholePieces());
        vocabulary(model.putObject("vocab"));
        metadata.texts(PREFIX + "merges").forEach(model.putArray("merges")::add);
        return root;
    }

    private void addedToken(ObjectNode node, int id) {
        node.put("content", tokens.get(id))
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", kinds[id] == TokenKind.CONTROL);
    }

    private void vocabulary(ObjectNode vocabulary) {
        for (int id = 0; id < tokens.size(); id++) {
            if (kinds[id] == TokenKind.UNUSED) {
                continue;
            }
            if (vocabulary.has(tokens.get(id))) {
                throw new InvalidInputException(metadata.place() + ": tokenizer.ggml.tokens has \"" + tokens.get(id)
                        + "\" twice, as " + vocabulary.get(tokens.get(id)) + " and " + id);
            }
            vocabulary.put(tokens.get(id), id);
        }
    }

    /** What Python adds around a text by default; belay adds nothing. */
    private ObjectNode postProcessor() {
        Optional<Integer> bos = special("bos_token_id");
        if (bos.isEmpty() || !addsBos()) {
            return PreTokenizer.byteLevel(true);
        }
        String token = tokens.get(bos.get());
        ObjectNode template = Json.object().put("type", "TemplateProcessing");
        template.putArray("single").add(specialPiece(token)).add(sequencePiece("A", 0));
        template.putArray("pair")
                .add(specialPiece(token))
                .add(sequencePiece("A", 0))
                .add(specialPiece(token))
                .add(sequencePiece("B", 1));
        ObjectNode known = template.putObject("special_tokens").putObject(token).put("id", token);
        known.putArray("ids").add(bos.get());
        known.putArray("tokens").add(token);
        ObjectNode sequence = Json.object().put("type", "Sequence");
        sequence.putArray("processors").add(PreTokenizer.byteLevel(true)).add(template);
        return sequence;
    }

    private static ObjectNode specialPiece(String token) {
        ObjectNode piece = Json.object();
        piece.putObject("SpecialToken").put("id", token).put("type_id", 0);
        return piece;
    }

    private static ObjectNode sequencePiece(String name, int type) {
        ObjectNode piece = Json.object();
        piece.putObject("Sequence").put("id", name).put("type_id", type);
        return piece;
    }

    private boolean addsBos() {
        return metadata.flag(PREFIX + "add_bos_token", pre.bosByDefault());
    }

    private ObjectNode tokenizerConfig() {
        ObjectNode config = Json.object();
        config.put("add_bos_token", addsBos()).put("add_prefix_space", false);
        ObjectNode added = config.putObject("added_tokens_decoder");
        for (int id = 0; id < kinds.length; id++) {
            if (kinds[id].foundWhole()) {
                addedToken(added.putObject(Integer.toString(id)), id);
            }
        }
        special("bos_token_id").ifPresent(id -> config.put("bos_token", tokens.get(id)));
        if (metadata.has("tokenizer.chat_template")) {
            config.put("chat_template", metadata.text("tokenizer.chat_template"));
        }
        config.put("clean_up_tokenization_spaces", false);
        special("eos_token_id").ifPresent(id -> config.put("eos_token", tokens.get(id)));
        special("padding_token_id").ifPresent(id -> config.put("pad_token", tokens.get(id)));
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        special("unknown_token_id").ifPresent(id -> config.put("unk_token", tokens.get(id)));
        return config;
    }

    /**
     * The id under a key such as {@code bos_token_id}.
     *
     * @throws InvalidInputException when the vocabulary does not go so far
     */
    Optional<Integer> special(String key) {
        Optional<Integer> id = Optional.ofNullable(metadata.optionalInteger(PREFIX + key));
        if (id.isPresent() && (id.get() < 0 || id.get() >= tokens.size())) {
            throw new InvalidInputException(metadata.place() + ": " + PREFIX + key + " must be in [0, " + tokens.size()
                    + "), the size of tokenizer.ggml.tokens, got " + id.get());
        }
        return id;
    }
}
