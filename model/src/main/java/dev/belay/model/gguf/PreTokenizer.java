package dev.belay.model.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a byte-level vocabulary cuts text into pieces before merging, by the names that {@code tokenizer.ggml.pre} uses.
 * Source: {@code src/llama-vocab.cpp} of llama.cpp for the names, the tokenizer.json of the models for the settings.
 *
 * @param names of the models that share it
 * @param digitsAlone whether every digit is a piece of its own
 * @param split the pattern of a piece; null is that of GPT-2, which the byte-level step has built in
 * @param normalised whether text is brought to Unicode form NFC first
 * @param wholePieces whether a piece that is a token as it stands is not merged at all
 * @param bosByDefault whether a file that does not say so wants the begin-of-sequence token in front
 */
record PreTokenizer(
        Set<String> names,
        boolean digitsAlone,
        @Nullable String split,
        boolean normalised,
        boolean wholePieces,
        boolean bosByDefault) {
    private static final String WORDS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String LLAMA_3 = WORDS.formatted("{1,3}");
    private static final String QWEN_2 = WORDS.formatted("");

    private static final List<PreTokenizer> ALL = List.of(
            new PreTokenizer(Set.of("gpt-2", "olmo", "mpt"), false, null, false, false, false),
            new PreTokenizer(Set.of("smollm", "starcoder", "refact"), true, null, false, false, false),
            new PreTokenizer(Set.of("llama-bpe", "llama3", "llama-v3", "falcon3"), false, LLAMA_3, false, true, true),
            new PreTokenizer(Set.of("dbrx", "smaug-bpe"), false, LLAMA_3, false, false, false),
            new PreTokenizer(Set.of("qwen2", "deepseek-r1-qwen"), false, QWEN_2, true, false, false));

    /** @throws InvalidInputException naming the kinds there are */
    static PreTokenizer named(String name, String place) {
        return ALL.stream()
                .filter(p -> p.names.contains(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(place + ": tokenizer.ggml.pre is \"" + name
                        + "\"; kinds of pre-tokenizer that are known: " + known()));
    }

    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        ALL.forEach(p -> names.addAll(p.names));
        return names;
    }

    /** The {@code pre_tokenizer} of a tokenizer.json. */
    ObjectNode json() {
        ObjectNode bytes = byteLevel(split == null);
        if (split == null && !digitsAlone) {
            return bytes;
        }
        ObjectNode sequence = Json.object().put("type", "Sequence");
        if (digitsAlone) {
            sequence.withArray("pretokenizers")
                    .addObject()
                    .put("type", "Digits")
                    .put("individual_digits", true);
        }
        if (split != null) {
            ObjectNode step = sequence.withArray("pretokenizers").addObject().put("type", "Split");
            step.putObject("pattern").put("Regex", split);
            step.put("behavior", "Isolated").put("invert", false);
        }
        sequence.withArray("pretokenizers").add(bytes);
        return sequence;
    }

    /** The byte-level step, which is also the decoder. */
    static ObjectNode byteLevel(boolean gpt2Pieces) {
        return Json.object()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", gpt2Pieces);
    }
}
