package dev.belay.model.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The vocabulary of a small model that reads and writes single characters: the special tokens first, then the alphabet,
 * each in the order given. A character outside the alphabet is an error when encoding, not an unknown token.
 *
 * @param pad special token used for padding; id 0
 * @param eos special token that ends a text; id 1
 * @param moreSpecials further special tokens, from id 2
 * @param words texts of several characters that are one token each; where several fit, the longest does
 * @param alphabet the characters (code points), each once
 */
public record CharacterVocabulary(
        String pad, String eos, List<String> moreSpecials, List<String> words, String alphabet) {
    private static final Pattern REGEX_SYNTAX = Pattern.compile("([\\\\{}()\\[\\].*+?^$|])");

    public CharacterVocabulary {
        moreSpecials = List.copyOf(moreSpecials);
        words = List.copyOf(words);
        List<String> tokens = tokens(pad, eos, moreSpecials, words, alphabet);
        Set<String> seen =
                tokens.stream().collect(Collectors.groupingBy(t -> t, Collectors.counting())).entrySet().stream()
                        .filter(e -> e.getValue() > 1 || e.getKey().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        if (!seen.isEmpty()) {
            throw new InvalidInputException(
                    "the tokens of a vocabulary must be distinct and not empty, repeated: " + seen);
        }
    }

    /** {@code <pad>} 0, {@code <eos>} 1, then the alphabet. */
    public static CharacterVocabulary of(String alphabet) {
        return of(List.of(), alphabet);
    }

    /** {@code <pad>} 0, {@code <eos>} 1, then the words, then the alphabet. */
    public static CharacterVocabulary of(List<String> words, String alphabet) {
        return new CharacterVocabulary("<pad>", "<eos>", List.of(), words, alphabet);
    }

    private static List<String> tokens(String pad, String eos, List<String> more, List<String> words, String alphabet) {
        List<String> tokens = new ArrayList<>(List.of(pad, eos));
        tokens.addAll(more);
        tokens.addAll(words);
        alphabet.codePoints().mapToObj(Character::toString).forEach(tokens::add);
        return tokens;
    }

    /** All tokens; a token's place is its id. */
    public List<String> tokens() {
        return tokens(pad, eos, moreSpecials, words, alphabet);
    }

    public int size() {
        return tokens().size();
    }

    public int padId() {
        return 0;
    }

    public int eosId() {
        return 1;
    }

    /** tokenizer.json and tokenizer_config.json, by name: all that transformers and {@link HfTokenizer} need. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("tokenizer.json", tokenizerJson());
        ObjectNode config = Json.object();
        config.put("clean_up_tokenization_spaces", false);
        config.put("eos_token", eos);
        config.put("pad_token", pad);
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        files.put("tokenizer_config.json", Json.pretty(config));
        return files;
    }

    private byte[] tokenizerJson() {
        ObjectNode root = Json.object();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        int specials = 2 + moreSpecials.size();
        List<String> tokens = tokens();
        for (int id = 0; id < specials; id++) {
            root.withArray("added_tokens")
                    .addObject()
                    .put("id", id)
                    .put("content", tokens.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putNull("normalizer");
        ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
        split.putObject("pattern").put("Regex", splitter());
        split.put("behavior", "Isolated").put("invert", false);
        root.putNull("post_processor");
        root.putObject("decoder").put("type", "Fuse");
        ObjectNode model = root.putObject("model").put("type", "WordLevel");
        ObjectNode vocab = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocab.put(tokens.get(id), id);
        }
        // The format wants the name of an unknown token; as no token has it, an unknown character is an error.
        model.put("unk_token", "<unk>");
        return Json.pretty(root);
    }

    /** Alternatives are tried from left to right, hence longest first. */
    private String splitter() {
        return words.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(word -> REGEX_SYNTAX.matcher(word).replaceAll("\\\\$1") + "|")
                        .collect(Collectors.joining())
                + "[\\s\\S]";
    }
}
