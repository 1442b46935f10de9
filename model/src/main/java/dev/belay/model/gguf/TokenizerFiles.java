package dev.belay.model.gguf;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the tokenizer of a GGUF file as the files of a Hugging Face folder. */
final class TokenizerFiles {
    private final ByteLevelBpe vocabulary;
    private final GgufMetadata metadata;
    private final PreTokenizer pre;
    private final TokenKind[] kinds;
    private @Nullable List<String> tokens;

    TokenizerFiles(ByteLevelBpe vocabulary, GgufMetadata metadata, PreTokenizer pre, TokenKind[] kinds) {
        this.vocabulary = vocabulary;
        this.metadata = metadata;
        this.pre = pre;
        this.kinds = kinds;
    }

    private synchronized List<String> tokens() {
        if (tokens == null) {
            tokens = vocabulary.tokens();
        }
        return tokens;
    }

    /** tokenizer.json. */
    byte[] tokenizer() {
        // Written as it goes, without a tree: a vocabulary has a hundred thousand entries.
        return Json.compact(out -> {
            out.writeStartObject();
            out.writeStringField("version", "1.0");
            out.writeNullField("truncation");
            out.writeNullField("padding");
            field(out, "added_tokens", addedTokens());
            field(out, "normalizer", pre.normalised() ? Json.object().put("type", "NFC") : null);
            field(out, "pre_tokenizer", pre.json());
            field(out, "post_processor", postProcessor());
            field(out, "decoder", PreTokenizer.byteLevel(true));
            out.writeObjectFieldStart("model");
            model(out);
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private static void field(JsonGenerator out, String name, @Nullable ContainerNode<?> value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeTree(value);
        }
    }

    private ArrayNode addedTokens() {
        ArrayNode added = Json.array();
        for (int id = 0; id < kinds.length; id++) {
            if (kinds[id].foundWhole()) {
                addedToken(added.addObject().put("id", id), id);
            }
        }
        return added;
    }

    private void model(JsonGenerator out) throws IOException {
        out.writeStringField("type", "BPE");
        for (String unset : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            out.writeNullField(unset);
        }
        out.writeBooleanField("fuse_unk", false);
        out.writeBooleanField("byte_fallback", false);
        out.writeBooleanField("ignore_merges", pre.wholePieces());
        out.writeObjectFieldStart("vocab");
        Map<String, Integer> seen = new HashMap<>();
        for (int id = 0; id < kinds.length; id++) {
            if (kinds[id] != TokenKind.UNUSED) {
                requireNew(tokens().get(id), id, seen);
                out.writeNumberField(tokens().get(id), id);
            }
        }
        out.writeEndObject();
        out.writeArrayFieldStart("merges");
        for (String merge : metadata.texts(ByteLevelBpe.PREFIX + "merges")) {
            out.writeString(merge);
        }
        out.writeEndArray();
    }

    private void requireNew(String token, int id, Map<String, Integer> seen) {
        Integer before = seen.putIfAbsent(token, id);
        if (before != null) {
            throw new InvalidInputException(metadata.place() + ": tokenizer.ggml.tokens has \"" + token
                    + "\" twice, as " + before + " and " + id);
        }
    }

    private void addedToken(ObjectNode node, int id) {
        node.put("content", tokens().get(id))
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", kinds[id] == TokenKind.CONTROL);
    }

    /** What Python adds around a text by default; belay adds nothing. */
    private ObjectNode postProcessor() {
        Optional<Integer> bos = vocabulary.special("bos_token_id");
        if (bos.isEmpty() || !addsBos()) {
            return PreTokenizer.byteLevel(true);
        }
        String token = tokens().get(bos.get());
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
        return metadata.flag(ByteLevelBpe.PREFIX + "add_bos_token", pre.bosByDefault());
    }

    /** tokenizer_config.json. */
    byte[] config() {
        ObjectNode config = Json.object();
        config.put("add_bos_token", addsBos()).put("add_prefix_space", false);
        ObjectNode added = config.putObject("added_tokens_decoder");
        for (int id = 0; id < kinds.length; id++) {
            if (kinds[id].foundWhole()) {
                addedToken(added.putObject(Integer.toString(id)), id);
            }
        }
        vocabulary.special("bos_token_id").ifPresent(id -> config.put("bos_token", tokens().get(id)));
        if (metadata.has("tokenizer.chat_template")) {
            config.put("chat_template", metadata.text("tokenizer.chat_template"));
        }
        config.put("clean_up_tokenization_spaces", false);
        vocabulary.special("eos_token_id").ifPresent(id -> config.put("eos_token", tokens().get(id)));
        vocabulary.special("padding_token_id").ifPresent(id -> config.put("pad_token", tokens().get(id)));
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        vocabulary.special("unknown_token_id").ifPresent(id -> config.put("unk_token", tokens().get(id)));
        return Json.pretty(config);
    }
}
