package dev.belay.lab.study;

import dev.belay.loop.recipe.YamlReader;
import dev.belay.loop.run.ModelLoader;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.TableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** A study of a table model that takes milliseconds. */
public final class SmallStudy {
    public static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private SmallStudy() {}

    /** @param folder in which a folder that passes for a model's is made */
    public static Study in(Path folder) {
        Path model = folder.resolve("model");
        try {
            Files.createDirectories(model);
            Files.writeString(model.resolve("config.json"), "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Study.of(YamlReader.parse(yaml(model), "small.yaml"), folder);
    }

    private static String yaml(Path model) {
        return """
                name: small
                title: A small study
                question: Does it run?
                families: {good: %1$s, bad: %1$s}
                run: [good]
                draws: 100
                learningRates: [0.01, 0.05]
                base:
                  name: base
                  model: %1$s
                  data: {train: {use: chains, split: train, steps: 2}, test: {use: chains, split: test, steps: 2, limit: 5}}
                  rollout: {use: plain, problemsPerStep: 2, samplesPerProblem: 4, maxNewTokens: 5}
                  rewards: [{use: answer}, {use: boxed-format, weight: 0}]
                  optimizer: {learningRate: 0.05}
                  steps: 4
                  evaluate: {every: 2, samplesPerProblem: 2, resamples: 20}
                  keep: {checkpointEvery: 2, checkpoints: 1}
                arms:
                  - {name: clean, label: clean, kind: clean, reward: the right answer}
                  - name: random
                    label: random
                    kind: random
                    reward: chance
                    set: {rewards: [{use: random}, {use: answer, weight: 0}]}
                claims: [{claim: "Chance is as good.", arm: random, against: clean}]
                """.formatted(model);
    }

    /** Loads the same table every time and counts how often. */
    public static final class Loader implements ModelLoader {
        int loaded;

        @Override
        public LanguageModel load(Path folder, Dtype dtype, Device device) {
            loaded++;
            return TableModel.hashed(new ByteTokenizer(), Set.of(ByteTokenizer.EOS), 2, 32)
                    .randomized(RandomKey.of(9), 1);
        }
    }
}
