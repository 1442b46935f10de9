package dev.belay.lab.pretrain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the base models' tokenizer in the Hugging Face format, which Java and Python load alike. */
public final class CragTokenizer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SPECIAL = Pattern.compile("([\\\\{}()\\[\\].*+?^$|])");

    private CragTokenizer() {}

    /** {@code tokenizer.json}: text is split into the longest known words and single characters, then looked up. */
    public static String tokenizerJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        List<String> specials = CragVocabulary.specials();
        for (int id = 0; id < specials.size(); id++) {
            ObjectNode token = added.addObject().put("id", id).put("content", specials.get(id));
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
        }
        root.putNull("normalizer");
        ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
        split.putObject("pattern").put("Regex", pattern());
        split.put("behavior", "Isolated").put("invert", false);
        root.putNull("post_processor");
        root.putObject("decoder").put("type", "Fuse");
        ObjectNode model = root.putObject("model").put("type", "WordLevel");
        ObjectNode vocab = model.putObject("vocab");
        specials.forEach(token -> vocab.put(token, vocab.size()));
        CragVocabulary.texts().forEach(token -> vocab.put(token, vocab.size()));
        model.put("unk_token", " ");
        return root.toPrettyString();
    }

    /** {@code tokenizer_config.json}, for Python's AutoTokenizer. */
    public static String tokenizerConfigJson() {
        return JSON.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("pad_token", CragVocabulary.PAD)
                .put("eos_token", CragVocabulary.EOS)
                .put("clean_up_tokenization_spaces", false)
                .toPrettyString();
    }

    private static String pattern() {
        return CragVocabulary.texts().stream()
                        .filter(token -> token.length() > 1)
                        .map(token -> SPECIAL.matcher(token).replaceAll("\\\\$1"))
                        .collect(Collectors.joining("|"))
                + "|[\\s\\S]";
    }
}
