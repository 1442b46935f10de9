package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.rows.RowWriter;
import dev.belay.app.rows.TokenRows;
import dev.belay.app.terminal.Progress;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rows.Row;
import dev.belay.loop.rows.RowReader;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores texts: the log-probability of every token after the first. */
@Command(
        name = "logprobs",
        description = {
            "Gives the log-probability of every token of a text after the first.",
            "",
            "Rows: {\"id\", \"tokens\"} or {\"id\", \"text\"}. Result: {\"id\", \"tokens\", \"logprobs\"}, natural"
                    + " logarithms at temperature 1."
        },
        footer = {"Example:", "  ./belay logprobs --model belay:crag-good texts.jsonl --out scored.jsonl"})
final class LogprobsCommand implements Runnable {
    private static final int TOKENS_AT_ONCE = 4096;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Parameters(
            paramLabel = "FILE",
            description = "Rows with texts: JSONL, packed (.gz) or Parquet; - for JSONL from standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public void run() {
        List<Row> rows = RowReader.readAll(file);
        try (RowWriter writer = output.open(spec.commandLine().getOut());
                LanguageModel scorer = model.load(spec.commandLine().getErr());
                Progress progress = Progress.of(spec.commandLine().getErr(), "logprobs", rows.size())) {
            List<int[]> texts = texts(rows, scorer);
            for (int from = 0; from < rows.size(); ) {
                int to = batchEnd(texts, from);
                score(scorer, rows.subList(from, to), texts.subList(from, to), writer);
                progress.at(to, "");
                from = to;
            }
            writer.finish();
        }
    }

    private static List<int[]> texts(List<Row> rows, LanguageModel scorer) {
        List<int[]> texts = new ArrayList<>();
        for (Row row : rows) {
            int[] tokens = TokenRows.tokens(row, List.of("text"), scorer, PromptRenderer.RAW_TEXT);
            if (tokens.length > scorer.spec().contextTokens()) {
                throw row.error("the text has " + tokens.length + " tokens and the context "
                        + scorer.spec().contextTokens());
            }
            texts.add(tokens);
        }
        return texts;
    }

    private static int batchEnd(List<int[]> texts, int from) {
        int tokens = 0;
        int to = from;
        while (to < texts.size() && (to == from || tokens + texts.get(to).length <= TOKENS_AT_ONCE)) {
            tokens += texts.get(to++).length;
        }
        return to;
    }

    private static void score(LanguageModel scorer, List<Row> rows, List<int[]> texts, RowWriter writer) {
        List<PromptTree> trees = texts.stream().map(PromptTree::ofText).toList();
        float[][] logProbs = scorer.score(new TokenBatch(trees, LogitWarp.NONE), Set.of(Stat.LOGPROB))
                .logProbs();
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("id", rows.get(i).id());
            json.set("tokens", TokenRows.json(texts.get(i)));
            json.set("logprobs", TokenRows.json(logProbs[i]));
            writer.write(json);
        }
    }
}
