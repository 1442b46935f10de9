package dev.belay.loop.data.chains;

import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.List;

/**
 * All chains of one difficulty. Whether a chain belongs to the test split is a property of the chain itself, so the
 * splits are disjoint whatever the seed, and pre-training, RL and evaluation agree on them without sharing a file.
 *
 * @param steps additions and subtractions in a chain
 * @param largestTerm terms are drawn from 1 to this
 */
public record ChainSpace(int steps, int largestTerm) {
    /** One chain in this many is a test chain. */
    private static final int TEST_ONE_IN = 8;

    private static final RandomKey SPLITTER = RandomKey.of(0).child("chains").child("split");

    public ChainSpace {
        if (steps < 1 || steps > 16) {
            throw new InvalidInputException("chains: steps must be 1 to 16, got " + steps);
        }
        if (largestTerm < 2 || largestTerm > Chain.LARGEST_TERM) {
            throw new InvalidInputException(
                    "chains: largestTerm must be 2 to " + Chain.LARGEST_TERM + ", got " + largestTerm);
        }
    }

    /** Which part of the space a chain is drawn from. */
    public enum Split {
        TRAIN,
        TEST
    }

    /** The split a chain belongs to. */
    public static Split splitOf(Chain chain) {
        long hash = SPLITTER.child(chain.symbols()).bits(0);
        return Math.floorMod(hash, TEST_ONE_IN) == 0 ? Split.TEST : Split.TRAIN;
    }

    /** The {@code index}-th chain of a stream; draws are with replacement. */
    public Chain draw(RandomKey stream, long index, Split split) {
        RandomKey key = stream.child(index);
        for (long attempt = 0; ; attempt++) {
            Chain chain = any(key.child(attempt));
            if (splitOf(chain) == split) {
                return chain;
            }
        }
    }

    private Chain any(RandomKey key) {
        List<Integer> terms = new ArrayList<>();
        int value = 0;
        for (int i = 0; i <= steps; i++) {
            int size = 1 + key.below(largestTerm, 2L * i);
            boolean subtract = i > 0 && size <= value && key.uniform(2L * i + 1) < 0.5;
            int term = subtract ? -size : size;
            terms.add(term);
            value += term;
        }
        return new Chain(terms);
    }
}
