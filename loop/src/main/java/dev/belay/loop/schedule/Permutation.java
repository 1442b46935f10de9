package dev.belay.loop.schedule;

import dev.belay.model.RandomKey;

/** Random orders that depend on nothing but their key. */
public final class Permutation {
    private Permutation() {}

    /** 0 … n-1 in the order of the key (Fisher and Yates). */
    public static int[] of(int n, RandomKey key) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = key.below(i + 1, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
