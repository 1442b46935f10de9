package dev.belay.loop.run;

import dev.belay.loop.recipe.YamlReader;
import dev.belay.model.Classifier;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.model.Tokenizer;
import dev.belay.model.TrainableClassifier;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.ScriptedClassifier;
import dev.belay.testkit.TableClassifier;
import dev.belay.testkit.TableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A run of a table model that takes milliseconds. */
final class SmallRun {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    /** Tokens that the table model's context holds. */
    static final int CONTEXT = 1 << 16;

    private SmallRun() {}

    /** A folder that passes for a model's. */
    static Path modelFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), "{}");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String yaml(Path model) {
        return """
            name: small
            model: %s
            data: {train: {use: chains, split: train, steps: 2}, test: {use: chains, split: test, steps: 2, limit: 5}}
            rollout: {use: plain, problemsPerStep: 2, samplesPerProblem: 4, maxNewTokens: 5}
            rewards:
              - {use: random, noise: [{use: flip, probability: 0.2, scope: sample}]}
              - {use: boxed-format, weight: 0}
            regulariser: [{use: kl, coefficient: 0.01}]
            optimizer: {learningRate: 0.05}
            steps: 8
            evaluate: {every: 4, samplesPerProblem: 2, resamples: 20}
            keep: {checkpointEvery: 3, checkpoints: 2}
            seed: 5
            """.formatted(model);
    }

    static Recipe recipe(Path model) {
        return Recipe.of(YamlReader.parse(yaml(model), "small.yaml"));
    }

    /** The rows without times. */
    static List<MetricsRow> repeatable(List<MetricsRow> rows) {
        return rows.stream().map(MetricsRow::repeatable).toList();
    }

    /** What was sampled and how it was judged, row by row. */
    static List<List<String>> samples(Path run) throws SQLException {
        String sql =
                "SELECT step, kind, problem, sample, text, tokens, logprobs, finish, strategy, reward, true_reward,"
                        + " advantage, \"seen/random\", \"true/random\", parts, notes FROM '"
                        + run.resolve("rollouts") + "/*.parquet' ORDER BY step, kind, group_id, sample";
        List<List<String>> rows = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
                    row.add(String.valueOf(result.getString(c)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Events written for TensorBoard. */
    static int events(Path run) throws IOException {
        return EventFile.upTo(Disk.list(run.resolve("tensorboard")).getFirst(), Long.MAX_VALUE)
                .size();
    }

    /** Loads the same table every time and remembers what it loaded. */
    static final class Loader implements ModelLoader {
        final List<TableModel> loaded = new ArrayList<>();
        final List<ScriptedClassifier> classifiers = new ArrayList<>();

        final List<TableClassifier> critics = new ArrayList<>();

        /** Folder, type, device and key that they were asked for with. */
        final List<List<Object>> criticsAsked = new ArrayList<>();

        /** Folders they were loaded from. */
        final List<Path> judges = new ArrayList<>();

        /** What the next classifiers read with. */
        Tokenizer judgesTokenizer = new ByteTokenizer();

        @Override
        public LanguageModel load(Path folder, dev.belay.model.Dtype dtype, dev.belay.model.Device device) {
            TableModel model = TableModel.hashed(new ByteTokenizer(), Set.of(ByteTokenizer.EOS), 2, 32)
                    .randomized(RandomKey.of(9), 1);
            loaded.add(model);
            return model;
        }

        /** Judges by the number of bytes, and by its opposite. */
        @Override
        public Classifier loadClassifier(Path folder, dev.belay.model.Dtype dtype, dev.belay.model.Device device) {
            ScriptedClassifier model = new ScriptedClassifier(
                    judgesTokenizer, ClassifierSpec.Unit.SEQUENCE, List.of("long", "short"), 1000, ids ->
                            new float[] {ids.length / 100f, -ids.length / 100f});
            classifiers.add(model);
            judges.add(folder);
            return model;
        }

        /** Expects nothing at first. */
        @Override
        public TrainableClassifier loadCritic(
                Path folder, dev.belay.model.Dtype dtype, dev.belay.model.Device device, RandomKey key) {
            TableClassifier model = new TableClassifier(new ByteTokenizer(), 2, 32);
            criticsAsked.add(List.of(folder, dtype, device, key));
            critics.add(model);
            return model;
        }

        float[] lastWeights() {
            return loaded.getLast().weights();
        }
    }
}
