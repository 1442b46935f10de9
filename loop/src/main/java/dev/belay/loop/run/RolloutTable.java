package dev.belay.loop.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.data.Message;
import dev.belay.loop.data.Reference;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.duckdb.DuckDb;
import dev.belay.loop.reward.Score;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.loop.rollout.Completion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Samples on their way to Parquet: a table in memory that is written out and emptied. Each sample is a row; each reward
 * of the recipe has two columns, {@code seen/NAME} and {@code true/NAME}, which differ where noise corrupted it.
 */
final class RolloutTable implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DuckDBConnection connection;
    private final List<String> rewards;
    private final StrategyDetector strategies;

    RolloutTable(List<String> rewards, StrategyDetector strategies) throws SQLException {
        this.rewards = List.copyOf(rewards);
        this.strategies = strategies;
        connection = DuckDb.open();
        String scores = this.rewards.stream()
                .map(r -> ", " + column("seen/" + r) + " DOUBLE, " + column("true/" + r) + " DOUBLE")
                .collect(Collectors.joining());
        execute("CREATE TABLE samples (step INTEGER, kind VARCHAR, problem VARCHAR, group_id VARCHAR, sample INTEGER,"
                + " prompt VARCHAR, messages VARCHAR, reference VARCHAR, text VARCHAR, prompt_tokens INTEGER[], tokens"
                + " INTEGER[], logprobs FLOAT[], finish VARCHAR, strategy VARCHAR, reward DOUBLE, true_reward DOUBLE,"
                + " advantage DOUBLE, ungradable VARCHAR, parts VARCHAR, notes VARCHAR" + scores + ")");
    }

    /**
     * @param kind {@code train}, {@code greedy} or {@code sampled}
     * @param advantages {@code [group][member]}, or an empty array when nothing was trained
     */
    void add(int step, String kind, List<ScoredGroup> groups, double[][] advantages) throws SQLException {
        try (DuckDBAppender rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "samples")) {
            for (int g = 0; g < groups.size(); g++) {
                ScoredGroup group = groups.get(g);
                List<Message> messages = group.group().problem().prompt();
                String prompt = messages.stream().map(Message::text).collect(Collectors.joining("\n"));
                String turns = messages(messages);
                for (int i = 0; i < group.size(); i++) {
                    rows.beginRow();
                    rows.append(step).append(kind);
                    rows.append(group.group().problem().id())
                            .append(group.group().id())
                            .append(i)
                            .append(prompt)
                            .append(turns)
                            .append(reference(group.group().problem().reference()));
                    completion(rows, group.members().get(i).completion());
                    double advantage = g < advantages.length ? advantages[g][i] : Double.NaN;
                    verdict(rows, group.members().get(i), advantage);
                    rows.endRow();
                }
            }
        }
    }

    private void completion(DuckDBAppender rows, Completion completion) throws SQLException {
        rows.append(completion.text())
                .append(completion.sampledUnder())
                .append(completion.tokens())
                .append(completion.logProbs())
                .append(completion.finish().name().toLowerCase(Locale.ROOT))
                .append(strategies.of(completion.text()));
    }

    private void verdict(DuckDBAppender rows, ScoredMember member, double advantage) throws SQLException {
        number(rows, member.seenValue());
        number(rows, member.trueValue());
        number(rows, advantage);
        if (member.seen() instanceof Score.Ungradable(String reason)) {
            rows.append(reason);
        } else {
            rows.appendNull();
        }
        rows.append(parts(member.scores())).append(notes(member.scores()));
        for (String reward : rewards) {
            Score score = member.scores().get(reward);
            number(rows, value(score, Score.Scored::value));
            number(rows, value(score, s -> s.parts().getOrDefault(Score.TRUE, s.value())));
        }
    }

    private static double value(@Nullable Score score, ToDoubleFunction<Score.Scored> of) {
        return score instanceof Score.Scored s ? of.applyAsDouble(s) : Double.NaN;
    }

    private static void number(DuckDBAppender rows, double value) throws SQLException {
        if (Double.isNaN(value)) {
            rows.appendNull();
        } else {
            rows.append(value);
        }
    }

    /** The prompt as a reward saw it: a JSON list of {role, content}, the role of a text that is no turn being "text". */
    private static String messages(List<Message> prompt) {
        ArrayNode turns = JSON.createArrayNode();
        prompt.forEach(message -> turns.addObject()
                .put("role", message.role().name().toLowerCase(Locale.ROOT))
                .put("content", message.text()));
        return turns.toString();
    }

    /** A JSON list, for an answer may hold any character. */
    private static String reference(Reference reference) {
        ArrayNode answers = JSON.createArrayNode();
        if (reference instanceof Reference.Answers(List<String> anyOf)) {
            anyOf.forEach(answers::add);
        }
        return answers.toString();
    }

    private static String parts(Map<String, Score> scores) {
        ObjectNode node = JSON.createObjectNode();
        scores.forEach((name, score) -> {
            if (score instanceof Score.Scored s && !s.parts().isEmpty()) {
                ObjectNode parts = node.putObject(name);
                s.parts().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(p -> parts.put(p.getKey(), p.getValue()));
            }
        });
        return node.toString();
    }

    private static String notes(Map<String, Score> scores) {
        ObjectNode node = JSON.createObjectNode();
        scores.forEach((name, score) -> {
            switch (score) {
                case Score.Ungradable(String reason) -> node.put(name, "ungradable: " + reason);
                case Score.Scored s when !s.note().isEmpty() -> node.put(name, s.note());
                case Score.Scored s -> {}
            }
        });
        return node.toString();
    }

    /** Writes all rows to the file, which appears when it is whole, and empties the table. */
    void writeTo(Path file) throws SQLException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        execute("COPY samples TO '" + part.toString().replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)");
        execute("DELETE FROM samples");
        Disk.writing(file, () -> Files.move(part, file, StandardCopyOption.REPLACE_EXISTING));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String column(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
