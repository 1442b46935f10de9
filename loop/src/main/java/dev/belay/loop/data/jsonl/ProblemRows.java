package dev.belay.loop.data.jsonl;

import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.Reference;
import dev.belay.loop.rows.Row;
import dev.belay.loop.rows.RowReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows as problems, by the columns that the options name. */
final class ProblemRows {
    private static final List<String> IDS = List.of("id", "unique_id");

    private final Jsonl options;
    private final Path file;
    private final Map<String, Long> lineOfId = new HashMap<>();

    ProblemRows(Jsonl options) {
        this.options = options;
        this.file = Path.of(options.path());
    }

    /** All problems of the file, at least one; the first bad row stops. */
    List<Problem> all() {
        List<Problem> problems = new ArrayList<>();
        try (RowReader reader = new RowReader(file)) {
            for (RowReader.Line line = reader.next(); line != null; line = reader.next()) {
                problems.add(problem(line.row()));
            }
            if (problems.isEmpty()) {
                throw reader.noRows();
            }
        }
        return problems;
    }

    /** Where a problem stands: {@code file:line}. */
    String place(Problem problem) {
        return file + ":" + lineOfId.get(problem.id());
    }

    private Problem problem(Row row) {
        String id = id(row);
        Long earlier = lineOfId.putIfAbsent(id, row.line());
        if (earlier != null) {
            throw row.error("the id \"" + id + "\" was used in line " + earlier + " already");
        }
        return new Problem(id, prompt(row), new Reference.Answers(answers(row)), Map.of());
    }

    private List<Message> prompt(Row row) {
        return row.prompt(column(row, options.prompt(), Row.PROMPT_COLUMNS)).orElseThrow();
    }

    private List<String> answers(Row row) {
        String column = column(row, options.answer(), Row.ANSWER_COLUMNS);
        return row.texts(column).orElseThrow().stream()
                .map(text -> gold(row, column, text))
                .toList();
    }

    private String gold(Row row, String column, String text) {
        if (options.answerAfter().isEmpty()) {
            return text.strip();
        }
        int at = text.lastIndexOf(options.answerAfter());
        if (at < 0) {
            throw row.error("column \"" + column + "\" must contain \"" + options.answerAfter() + "\", got "
                    + Row.described(row.fields().textNode(text)));
        }
        return text.substring(at + options.answerAfter().length()).strip();
    }

    private String id(Row row) {
        if (options.id().equals(Jsonl.AUTO) && row.firstOf(IDS).isEmpty()) {
            return "line-" + row.line();
        }
        return row.text(column(row, options.id(), IDS)).orElseThrow();
    }

    /** The named column, or the first of the usual ones; the row has it. */
    private static String column(Row row, String named, List<String> usual) {
        List<String> candidates = named.equals(Jsonl.AUTO) ? usual : List.of(named);
        return row.firstOf(candidates)
                .orElseThrow(() -> row.missing("\"" + String.join("\" or \"", candidates) + "\""));
    }
}
