package dev.belay.verify.rules.repetition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the n-grams of a token sequence: equal n-grams get equal numbers, different ones different numbers.
 *
 * <p>Karp-Miller-Rosenberg naming: the name of a block of 2k tokens is the name of the pair of its halves, and a length
 * that is no power of two is two overlapping blocks. T * log2(n) table look-ups, whatever n is.
 */
public final class Ngrams {
    private Ngrams() {}

    /** Numbers the words: equal words get equal numbers, 0 and up in order of appearance. */
    public static int[] tokens(List<String> words) {
        Map<String, Integer> names = HashMap.newHashMap(words.size());
        int[] tokens = new int[words.size()];
        for (int i = 0; i < tokens.length; i++) {
            Integer known = names.putIfAbsent(words.get(i), names.size());
            tokens[i] = known == null ? names.size() - 1 : known;
        }
        return tokens;
    }

    /**
     * How often each different n-gram occurs.
     *
     * @param tokens (T)
     * @param n length of a gram, at least 1
     * @return one count per different n-gram, in order of first appearance; empty if T < n
     */
    public static int[] counts(int[] tokens, int n) {
        int positions = tokens.length - n + 1;
        if (positions <= 0) {
            return new int[0];
        }
        int[] names = name(tokens, n, positions);
        int kinds = 0;
        for (int name : names) {
            kinds = Math.max(kinds, name + 1);
        }
        int[] counts = new int[kinds];
        for (int name : names) {
            counts[name]++;
        }
        return counts;
    }

    private static int[] name(int[] tokens, int n, int positions) {
        int[] names = tokens;
        int width = 1;
        while (2 * width <= n) {
            names = pair(names, width, tokens.length - 2 * width + 1);
            width *= 2;
        }
        // Also when width == n: pairing a block with itself renumbers from 0, which counts() relies on.
        return pair(names, n - width, positions);
    }

    private static int[] pair(int[] names, int shift, int positions) {
        Map<Long, Integer> pairs = HashMap.newHashMap(positions);
        int[] paired = new int[positions];
        for (int i = 0; i < positions; i++) {
            long key = ((long) names[i] << 32) | (names[i + shift] & 0xffff_ffffL);
            Integer known = pairs.putIfAbsent(key, pairs.size());
            paired[i] = known == null ? pairs.size() - 1 : known;
        }
        return paired;
    }
}
