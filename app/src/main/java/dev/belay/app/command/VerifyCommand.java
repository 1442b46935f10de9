package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.rows.RowWriter;
import dev.belay.loop.rows.RowReader;
import dev.belay.loop.rows.RowReader.Line;
import dev.belay.model.InvalidInputException;
import dev.belay.verify.Preset;
import dev.belay.verify.Verification;
import dev.belay.verify.Verifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies answers against golds: rows in, JSONL out, the same order. */
@Command(
        name = "verify",
        description = {
            "Compares answers with gold answers and says EQUAL, NOT_EQUAL or UNDECIDED, and why.",
            "",
            "Rows: {\"id\", \"gold\", \"answer\"} or {\"id\", \"gold\", \"response\"}; rows of TRL (solution,"
                    + " completion) and verl (reward_model.ground_truth, response) are read too.",
            "Result: {\"id\", \"verdict\", \"reason\", \"extracted\", \"micros\"} in input order. A bad row gives"
                    + " {\"id\", \"line\", \"error\"} in its place, is counted, and makes the exit code 2."
        },
        footer = {
            "Examples:",
            "  ./belay verify answers.jsonl --preset math-verify --out verdicts.jsonl",
            "  ./belay verify --explain '\\frac{1}{2}' 0.5        gold first"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int BATCH = 8192;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Rows to verify: JSONL, packed (.gz) or Parquet; - for JSONL from standard input. A bad row"
                    + " gives one with its error, and the exit code is then 2.")
    private @Nullable Path file;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "strict",
            description = "What counts as an answer and as equal: strict, lenient, math-verify, hendrycks, qwen, gsm8k"
                    + " or dapo. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String preset;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--explain",
            arity = "2",
            paramLabel = "TEXT",
            description = "Verify one pair, the gold and the answer, and say how each was read; may be repeated.")
    private String @Nullable [] pairs;

    @Override
    public Integer call() {
        Verifier verifier = Verifier.of(preset());
        if (pairs != null) {
            if (file != null) {
                throw new InvalidInputException("--explain takes a gold and an answer, and no file; got " + file);
            }
            for (int p = 0; p < pairs.length; p += 2) {
                explain(verifier.verify(pairs[p], pairs[p + 1]));
            }
            return ExitCode.OK;
        }
        if (file == null) {
            throw new InvalidInputException("verify needs a FILE, or --explain GOLD ANSWER");
        }
        VerifySummary summary = verify(verifier, file);
        summary.print(spec.commandLine().getErr());
        return summary.badRows() == 0 ? ExitCode.OK : ExitCode.USAGE;
    }

    private Preset preset() {
        return Arrays.stream(Preset.values())
                .filter(p -> p.key().equalsIgnoreCase(preset))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("unknown --preset \"" + preset + "\"; known: "
                        + String.join(
                                ", ",
                                Arrays.stream(Preset.values()).map(Preset::key).toList())));
    }

    private void explain(Verification v) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(v.verdict() + ": " + v.reason().text() + (v.detail().isEmpty() ? "" : " (" + v.detail() + ")"));
        out.println("  gold read as   " + (v.gold() == null ? "(not read)" : v.gold()));
        out.println("  answer read as " + (v.answer() == null ? "(not read)" : v.answer()));
        out.flush();
    }

    private VerifySummary verify(Verifier verifier, Path rows) {
        VerifySummary summary = new VerifySummary();
        try (RowReader reader = new RowReader(rows);
                RowWriter writer = output.open(spec.commandLine().getOut())) {
            for (List<Line> batch = reader.next(BATCH); !batch.isEmpty(); batch = reader.next(BATCH)) {
                List<VerifiedRow> done = batch.parallelStream()
                        .map(line -> VerifiedRow.of(verifier, line))
                        .toList();
                for (VerifiedRow row : done) {
                    writer.write(json(row));
                    row.problem().ifPresent(spec.commandLine().getErr()::println);
                    summary.add(row);
                }
            }
            if (summary.rows() == 0) {
                throw reader.noRows();
            }
            writer.finish();
        }
        return summary;
    }

    private static ObjectNode json(VerifiedRow row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("id", row.id());
        Verification v = row.verification();
        if (v == null) {
            return json.put("line", row.line()).put("error", row.problem().orElse(""));
        }
        return json.put("verdict", v.verdict().name())
                .put("reason", v.reason().name())
                .put("extracted", v.extracted())
                .put("micros", Math.round(row.nanos() / 100.0) / 10.0);
    }
}
