package dev.belay.model.cpu;

import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples of one prompt that have drawn the same tokens so far. They have the same keys and values and the same
 * distribution of the next token, so one row computes it for all; each draws from it with its own number, and those that
 * draw differently go on as stems of their own. Where a model is sure of how an answer begins, a group costs little more
 * than one sample.
 */
final class Stem implements DecodeLane.Row {
    private final SharedPrompt prompt;
    private final List<Sample> samples;
    private final KeyValueCache own;

    /**
     * @param samples at least one, with equal tokens
     * @param own keys and values of what comes after the prompt, but for the newest token
     */
    Stem(SharedPrompt prompt, List<Sample> samples, KeyValueCache own) {
        this.prompt = prompt;
        this.samples = List.copyOf(samples);
        this.own = own;
    }

    int samples() {
        return samples.size();
    }

    SharedPrompt shared() {
        return prompt;
    }

    @Override
    public KeyValueCache prompt() {
        return prompt.cache;
    }

    @Override
    public KeyValueCache own() {
        return own;
    }

    @Override
    public int token() {
        return samples.getFirst().token();
    }

    /** Says in which row the model left what it computed for the newest token. */
    void recorded(int row) {
        samples.forEach(sample -> sample.recorded(row));
    }

    /** Lets every sample draw its next token. */
    void draw(Distribution d, SamplingPlan plan) {
        samples.forEach(sample -> sample.accept(d, plan));
    }

    /** Tells of the token that each sample drew last. */
    void tell(TokenListener listener) {
        samples.forEach(sample -> sample.tell(listener));
    }

    /**
     * The stems it goes on as, in the order of their first samples. Samples that have ended are left out; after the last
     * the memory goes back.
     */
    List<Stem> branches() {
        Map<Integer, List<Sample>> byToken = new LinkedHashMap<>();
        for (Sample sample : samples) {
            if (sample.ended()) {
                prompt.sampleEnded();
            } else {
                byToken.computeIfAbsent(sample.token(), token -> new ArrayList<>())
                        .add(sample);
            }
        }
        List<Stem> stems = new ArrayList<>();
        for (List<Sample> alike : byToken.values()) {
            stems.add(new Stem(prompt, alike, stems.isEmpty() ? own : own.copy()));
        }
        if (stems.isEmpty()) {
            own.release();
        }
        return stems;
    }
}
