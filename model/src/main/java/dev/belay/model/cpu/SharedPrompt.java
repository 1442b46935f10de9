package dev.belay.model.cpu;

import dev.belay.model.TokenPrompt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A prompt and the cache its samples share. All tokens but the last are prefilled; the last is decoded and gives each
 * sample its first logits. The cache is filled before the first sample starts, for a small model together with those of a
 * whole wave of prompts (see {@link Decoder}), and given back after the last.
 */
final class SharedPrompt {
    final TokenPrompt prompt;
    final int index;
    final KeyValueCache cache;
    private final AtomicInteger unfinished;
    private boolean filled;
    private int[] rows = {};

    SharedPrompt(TokenPrompt prompt, int index, int samples, KeyValueCache cache) {
        this.prompt = prompt;
        this.index = index;
        this.cache = cache;
        unfinished = new AtomicInteger(samples);
        filled = prefillTokens() == 0;
    }

    int prefillTokens() {
        return prompt.tokens().length - 1;
    }

    boolean filled() {
        return filled;
    }

    void setFilled() {
        filled = true;
    }

    /** Says in which rows the model left what it computed for the prefilled tokens. */
    void recorded(int[] at) {
        rows = at;
    }

    /** The row of each prefilled token; none if not recorded. */
    int[] rows() {
        return rows;
    }

    /** Says that one of the samples has ended; on any thread. */
    void sampleEnded() {
        if (unfinished.decrementAndGet() == 0) {
            cache.release();
        }
    }
}
