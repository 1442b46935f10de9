package dev.belay.testkit;

import dev.belay.model.InvalidInputException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The size of a {@link TableModel} and which row a context picks.
 *
 * @param vocab V, columns
 * @param order how many of the last tokens pick the row
 * @param rows 1 row ignores the context; order 1 with V rows is an exact bigram table
 * @param contextTokens longest prompt and completion together
 * @param stopIds reported by the model's spec
 */
public record TableShape(int vocab, int order, int rows, int contextTokens, Set<Integer> stopIds) {
    private static final int FIXED = 4;

    public TableShape {
        stopIds = Set.copyOf(stopIds);
        if (vocab < 2 || order < 1 || rows < 1 || contextTokens < 2) {
            throw new InvalidInputException(
                    "a table needs vocab and contextTokens of at least 2, order and rows of at least 1; got vocab "
                            + vocab + ", contextTokens " + contextTokens + ", order " + order + ", rows " + rows);
        }
    }

    static TableShape bigram(int vocab, Set<Integer> stopIds) {
        return new TableShape(vocab, 1, vocab, 1 << 16, stopIds);
    }

    int parameters() {
        return Math.multiplyExact(rows, vocab);
    }

    /** Where the logits of the token at {@code position} start; reads tokens before that position only. */
    int offset(int[] text, int position) {
        if (order == 1) {
            return text[position - 1] % rows * vocab;
        }
        long hash = 0;
        for (int i = Math.max(0, position - order); i < position; i++) {
            hash = (hash + text[i] + 1) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) Long.remainderUnsigned(hash, rows) * vocab;
    }

    void requireIds(int[] tokens) {
        for (int id : tokens) {
            if (id < 0 || id >= vocab) {
                throw new InvalidInputException("token ids must be in [0, " + vocab + "), got " + id);
            }
        }
    }

    long[] header() {
        long[] fixed = {vocab, order, rows, contextTokens};
        long[] header = Arrays.copyOf(fixed, FIXED + stopIds.size());
        int i = FIXED;
        for (int id : new TreeSet<>(stopIds)) {
            header[i++] = id;
        }
        return header;
    }

    static TableShape ofHeader(long[] header) {
        Set<Integer> stops = new TreeSet<>();
        for (int i = FIXED; i < header.length; i++) {
            stops.add(Math.toIntExact(header[i]));
        }
        return new TableShape((int) header[0], (int) header[1], (int) header[2], (int) header[3], stops);
    }
}
