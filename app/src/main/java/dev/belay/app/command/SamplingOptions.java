package dev.belay.app.command;

import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import picocli.CommandLine.Option;

/** How a command draws completions. */
final class SamplingOptions {
    @Option(names = "--temperature", defaultValue = "1", description = "0 is greedy. Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(names = "--top-k", defaultValue = "0", description = "Keep the K most probable tokens; 0 keeps all.")
    private int topK;

    @Option(names = "--top-p", defaultValue = "1", description = "Keep the smallest set of this mass; 1 keeps all.")
    private double topP;

    @Option(names = "--min-p", defaultValue = "0", description = "Drop tokens below this share of the most probable.")
    private double minP;

    @Option(
            names = "--max-new-tokens",
            defaultValue = "256",
            description = "Longest completion. Default: ${DEFAULT-VALUE}.")
    private int maxNewTokens;

    @Option(
            names = "--samples",
            defaultValue = "1",
            description = "Completions of each prompt. Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(names = "--seed", defaultValue = "0", description = "Root of every random draw. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** @throws InvalidInputException when the options do not fit; asked before a model is read */
    void check() {
        if (samples < 1) {
            throw new InvalidInputException("--samples must be at least 1, got " + samples);
        }
        if (maxNewTokens < 1) {
            throw new InvalidInputException("--max-new-tokens must be at least 1, got " + maxNewTokens);
        }
        warp();
    }

    private LogitWarp warp() {
        return new LogitWarp(temperature, topK, topP, minP);
    }

    SamplingPlan plan(LanguageModel model) {
        return new SamplingPlan(warp(), maxNewTokens, model.spec().stopIds());
    }

    /** Completions of a prompt. */
    int samples() {
        return samples;
    }

    int maxNewTokens() {
        return maxNewTokens;
    }

    /** The stream of a prompt. */
    RandomKey key(int prompt) {
        return RandomKey.of(seed).child("generate").child(prompt);
    }
}
