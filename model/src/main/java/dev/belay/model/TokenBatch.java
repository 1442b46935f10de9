package dev.belay.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A forest of prompts and completions, without padding. Its S sequences are numbered through: all completions of tree 0,
 * then those of tree 1, and so on; every per-token array in this module is indexed {@code [sequence][token]} in that
 * order.
 */
public record TokenBatch(List<PromptTree> trees, LogitWarp warp) {
    public TokenBatch {
        trees = List.copyOf(trees);
        if (warp.greedy()) {
            throw new InvalidInputException("scoring needs a temperature above 0, got 0 (greedy)");
        }
    }

    /** The completions of all trees in sequence order. */
    public List<int[]> sequences() {
        List<int[]> all = new ArrayList<>();
        for (PromptTree tree : trees) {
            all.addAll(tree.completions());
        }
        return all;
    }

    /** Completion tokens of the whole batch: the number of log-probabilities. */
    public int completionTokens() {
        int n = 0;
        for (PromptTree tree : trees) {
            for (int[] c : tree.completions()) {
                n += c.length;
            }
        }
        return n;
    }
}
