package dev.belay.verify.rules.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Words as nltk's {@code word_tokenize} (Penn Treebank rules) cuts them: punctuation is split off, hyphens and full
 * stops stay inside, clitics become words of their own ({@code IT'S} is {@code IT} and {@code 'S}, {@code CANNOT} is
 * {@code CAN} and {@code NOT}).
 *
 * <p>Deviations from nltk: quotes keep their character instead of becoming {@code ``} and {@code ''}; the full stop
 * that ends a sentence stays on its word unless a clitic is cut from it; of the fused forms only those listed below are
 * cut. None of these changes which tokens are in capitals.
 */
public final class TreebankWords {
    private static final String ALONE =
            "\u00ab\u201c\u2018\u201e`\u00bb\u201d\u2019\";@#$%&?!*()[]{}<>\u2012\u2013\u2014\u2015";
    private static final String[] FUSED = {
        "cannot:3", "gimme:3", "gonna:3", "gotta:3", "lemme:3", "wanna:3", "d'ye:1", "more'n:4"
    };
    private static final String[] CLITICS = {"n't", "'ll", "'re", "'ve", "'s", "'m", "'d"};

    private TreebankWords() {}

    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        for (String chunk : Whitespace.split(text)) {
            cutPunctuation(chunk, words);
        }
        return words;
    }

    private static void cutPunctuation(String chunk, List<String> words) {
        int start = 0;
        int i = 0;
        while (i < chunk.length()) {
            int length = markLength(chunk, i);
            if (length > 0) {
                cutClitics(chunk.substring(start, i), words);
                words.add(chunk.substring(i, i + length));
                start = i + length;
            }
            i += Math.max(1, length);
        }
        cutClitics(chunk.substring(start), words);
    }

    /** Length of the punctuation token at {@code i}; 0 if the character belongs to a word. */
    private static int markLength(String chunk, int i) {
        char c = chunk.charAt(i);
        if (ALONE.indexOf(c) >= 0) {
            return 1;
        }
        if (c == ',' || c == ':') {
            return i + 1 < chunk.length() && Character.isDigit(chunk.charAt(i + 1)) ? 0 : 1;
        }
        if (c == '-') {
            return chunk.startsWith("--", i) ? 2 : 0;
        }
        int end = i;
        while (c == '.' && end < chunk.length() && chunk.charAt(end) == '.') {
            end++;
        }
        return end - i >= 2 ? end - i : 0;
    }

    private static void cutClitics(String word, List<String> words) {
        if (word.isEmpty()) {
            return;
        }
        String stem = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        int cut = cutPoint(LetterCase.lower(stem));
        if (cut == 0) {
            words.add(word);
            return;
        }
        words.add(stem.substring(0, cut));
        words.add(stem.substring(cut));
        if (stem.length() < word.length()) {
            words.add(".");
        }
    }

    private static int cutPoint(String lower) {
        for (String fused : FUSED) {
            int colon = fused.indexOf(':');
            if (lower.length() == colon && fused.startsWith(lower)) {
                return fused.charAt(colon + 1) - '0';
            }
        }
        for (String clitic : CLITICS) {
            if (lower.length() > clitic.length() && lower.endsWith(clitic)) {
                return lower.length() - clitic.length();
            }
        }
        if (lower.startsWith("'")) {
            return List.of(CLITICS).contains(lower) ? 0 : 1;
        }
        return lower.endsWith("'") ? lower.length() - 1 : 0;
    }
}
