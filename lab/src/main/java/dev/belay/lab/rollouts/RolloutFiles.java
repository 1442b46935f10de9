package dev.belay.lab.rollouts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.Reference;
import dev.belay.loop.duckdb.DuckDb;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Span;
import dev.belay.model.Finish;
import dev.belay.model.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one run.
 *
 * @param folder holds the run's Parquet files
 */
public record RolloutFiles(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SEEN = "seen/";

    /**
     * Mean true reward of each held-out problem.
     *
     * @param kind {@code greedy} or {@code sampled}
     * @return by steps trained, then by problem id; a problem none of whose completions could be graded is absent
     */
    public NavigableMap<Integer, Map<String, Double>> scores(String kind) {
        NavigableMap<Integer, Map<String, Double>> scores = new TreeMap<>();
        query(
                "SELECT step, problem, avg(true_reward) AS score FROM samples WHERE kind = ? GROUP BY step, problem "
                        + "HAVING score IS NOT NULL ORDER BY step, problem",
                List.of(kind),
                row -> scores.computeIfAbsent(row.getInt(1), s -> new LinkedHashMap<>())
                        .put(row.getString(2), row.getDouble(3)));
        return scores;
    }

    /**
     * A few training samples of each of some steps, one for each way an answer can be right or wrong and paid or not.
     *
     * @param steps number of steps to draw from, spread evenly over the run
     */
    public List<Sample> pick(int steps) {
        List<Sample> samples = new ArrayList<>();
        query("""
            WITH training AS (SELECT * FROM samples WHERE kind = 'train'),
            numbered AS (SELECT step, row_number() OVER (ORDER BY step) - 1 AS n, count(*) OVER () AS total
                         FROM (SELECT DISTINCT step FROM training)),
            chosen AS (SELECT step FROM numbered
                       WHERE n = 0 OR floor(n * %1$d / total) > floor((n - 1) * %1$d / total) OR n = total - 1),
            ranked AS (SELECT *, row_number() OVER (PARTITION BY step, true_reward = 1, reward > 0
                                                    ORDER BY hash(problem), sample) AS rank
                       FROM training JOIN chosen USING (step))
            SELECT * FROM ranked WHERE rank = 1 ORDER BY step, problem, sample
            """.formatted(steps), List.of(), row -> samples.add(sample(row)));
        return samples;
    }

    /**
     * Whether there are samples of a kind.
     *
     * @param kind {@code train}, {@code greedy} or {@code sampled}
     */
    public boolean holds(String kind) {
        List<Integer> steps = new ArrayList<>();
        query("SELECT step FROM samples WHERE kind = ? LIMIT 1", List.of(kind), row -> steps.add(row.getInt(1)));
        return !steps.isEmpty();
    }

    /**
     * All groups of one kind in the order they were sampled, one at a time: a run's samples may not fit in memory.
     *
     * @param kind {@code train}, {@code greedy} or {@code sampled}
     */
    public void forEachGroup(String kind, Consumer<StoredGroup> visitor) {
        GroupAssembler groups = new GroupAssembler(visitor);
        query(
                "SELECT * FROM samples WHERE kind = ? ORDER BY step, group_id, sample",
                List.of(kind),
                row -> groups.add(
                        row.getInt("step"),
                        kind,
                        row.getString("group_id"),
                        problem(row),
                        completion(row),
                        number(row, "true_reward")));
        groups.finish();
    }

    private static Problem problem(ResultSet row) throws SQLException {
        List<String> answers = answers(row.getString("reference"));
        return new Problem(
                row.getString("problem"),
                prompt(row),
                answers.isEmpty() ? Reference.HIDDEN : new Reference.Answers(answers),
                Map.of());
    }

    /** The messages as rewards saw them; an older run kept their texts alone, which pass for one turn of the user. */
    private static List<Message> prompt(ResultSet row) throws SQLException {
        String messages = column(row, "messages") ? row.getString("messages") : null;
        if (messages == null) {
            return List.of(Message.user(row.getString("prompt")));
        }
        List<Message> prompt = new ArrayList<>();
        try {
            for (JsonNode turn : JSON.readTree(messages)) {
                Message.Role role =
                        Message.Role.valueOf(turn.required("role").asText().toUpperCase(Locale.ROOT));
                prompt.add(new Message(role, turn.required("content").asText()));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SQLException(
                    "the column messages of problem " + row.getString("problem") + " holds " + messages, e);
        }
        return prompt;
    }

    private static boolean column(ResultSet row, String name) throws SQLException {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            if (row.getMetaData().getColumnName(i).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** A JSON list of texts; what an older run wrote plainly is one answer. */
    private static List<String> answers(@Nullable String reference) {
        if (reference == null || reference.isEmpty()) {
            return List.of();
        }
        try {
            return JSON.readerForListOf(String.class).readValue(reference);
        } catch (JsonProcessingException e) {
            return List.of(reference);
        }
    }

    private static Completion completion(ResultSet row) throws SQLException {
        Object[] tokens = (Object[]) row.getArray("tokens").getArray();
        Object[] logProbs = (Object[]) row.getArray("logprobs").getArray();
        Object[] shown = (Object[]) row.getArray("prompt_tokens").getArray();
        float[] sampler = new float[logProbs.length];
        for (int t = 0; t < sampler.length; t++) {
            sampler[t] = ((Number) logProbs[t]).floatValue();
        }
        int[] prompt = ids(shown);
        return new Completion(
                ids(tokens),
                sampler,
                row.getString("text"),
                List.of(Span.policy(tokens.length)),
                Finish.valueOf(row.getString("finish").toUpperCase(Locale.ROOT)),
                prompt,
                prompt);
    }

    private static int[] ids(Object[] stored) {
        return Arrays.stream(stored).mapToInt(id -> ((Number) id).intValue()).toArray();
    }

    private static Sample sample(ResultSet row) throws SQLException {
        Double truth = number(row, "true_reward");
        return new Sample(
                row.getInt("step"),
                row.getString("problem"),
                row.getString("prompt"),
                row.getString("text"),
                String.join(" | ", answers(row.getString("reference"))),
                truth == null ? null : truth == 1,
                number(row, "reward"),
                truth,
                number(row, "advantage"),
                row.getString("strategy"),
                row.getString("finish"),
                verdict(row.getString("notes"), row.getString("ungradable")),
                parts(row));
    }

    /** What each reward said, where there are several. */
    private static Map<String, Double> parts(ResultSet row) throws SQLException {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String column = row.getMetaData().getColumnName(i);
            if (column.startsWith(SEEN)) {
                Double value = number(row, column);
                if (value != null) {
                    parts.put(column.substring(SEEN.length()), value);
                }
            }
        }
        return parts.size() > 1 ? parts : Map.of();
    }

    private static @Nullable String verdict(@Nullable String notes, @Nullable String ungradable) {
        if (ungradable != null) {
            return "ungradable: " + ungradable;
        }
        if (notes == null) {
            return null;
        }
        try {
            String text = JSON.readTree(notes).properties().stream()
                    .map(note -> note.getKey() + ": " + note.getValue().asText())
                    .collect(Collectors.joining("; "));
            return text.isEmpty() ? null : text;
        } catch (JsonProcessingException e) {
            return notes;
        }
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() || !Double.isFinite(value) ? null : value;
    }

    /** Reads one row; called for each. */
    @FunctionalInterface
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /** Runs a query in which {@code samples} stands for the rows of all files; nothing when there are no files. */
    private void query(String sql, List<String> arguments, Row row) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        String files = folder.resolve("*.parquet").toString().replace("'", "''");
        String all = "WITH samples AS (SELECT * FROM read_parquet('" + files
                + "', union_by_name = true)) SELECT * FROM (" + sql + ")";
        try (Connection connection = DuckDb.open();
                PreparedStatement statement = connection.prepareStatement(all)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setString(i + 1, arguments.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new InvalidInputException("the samples in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
