package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.rows.RowWriter;
import dev.belay.app.rows.TokenRows;
import dev.belay.app.terminal.Progress;
import dev.belay.app.terminal.StreamedText;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rows.Row;
import dev.belay.loop.rows.RowReader;
import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Completes the prompts of a file or of the command line. */
@Command(
        name = "generate",
        description = {
            "Completes prompts.",
            "",
            "Prompts: --prompt TEXT, or rows, JSONL or Parquet: {\"id\", \"prompt\"} (text or messages; also"
                    + " \"messages\", \"question\" or \"problem\") or {\"id\", \"tokens\"}. Result, a row a sample:"
                    + " {\"id\", \"sample\", \"tokens\", \"text\", \"logprobs\", \"finish\"} with natural logarithms, of"
                    + " the distribution that was sampled from, and of the untempered one when the temperature is 0."
        },
        footer = {
            "Example:",
            "  ./belay generate --model belay:crag-good prompts.jsonl --out answers.jsonl --temperature 0",
            "  ./belay generate --model belay:crag-good --prompt \"12+7=\" --format text"
        })
final class GenerateCommand implements Runnable {
    /** What comes out. */
    enum Format {
        ROWS,
        TEXT
    }

    private static final int SEQUENCES_AT_ONCE = 128;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final PromptFlags promptFlags = new PromptFlags();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Rows with prompts: JSONL, packed (.gz) or Parquet; - for JSONL from standard input.")
    private @Nullable Path file;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "A prompt, in place of a file or in front of its rows; may be given several times.")
    private List<String> texts = List.of();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "rows: JSONL. text: the completions alone on standard output, a single one as it is produced."
                    + " Default: text for a single completion shown on a terminal, else rows.")
    private @Nullable Format format;

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    @Override
    public void run() {
        sampling.check();
        List<Row> rows = rows();
        if (asText(rows.size() * sampling.samples())) {
            showTexts(rows);
        } else {
            writeRows(rows);
        }
    }

    /** Those of the command line in front, with ids of their own: rows of a file may have their lines' numbers. */
    private List<Row> rows() {
        if (file == null && texts.isEmpty()) {
            throw new InvalidInputException("prompts are needed: a FILE with rows, or --prompt TEXT");
        }
        List<Row> rows = new ArrayList<>();
        for (String text : texts) {
            ObjectNode fields = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", "prompt-" + (rows.size() + 1))
                    .put("prompt", text);
            rows.add(new Row("--prompt", rows.size() + 1, fields));
        }
        if (file != null) {
            rows.addAll(RowReader.readAll(file));
        }
        return rows;
    }

    private boolean asText(int completions) {
        if (format == Format.TEXT && output.toFile()) {
            throw new InvalidInputException("--format text shows completions on standard output; leave out --out, or"
                    + " choose --format rows");
        }
        boolean shown = Boolean.getBoolean("belay.stdout.terminal") && !output.toFile();
        return format == null ? shown && completions == 1 : format == Format.TEXT;
    }

    private void showTexts(List<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        try (LanguageModel policy = model.load(spec.commandLine().getErr())) {
            SamplingPlan plan = sampling.plan(policy);
            List<TokenPrompt> prompts = prompts(rows, policy);
            if (prompts.size() * sampling.samples() == 1) {
                StreamedText text = new StreamedText(policy.tokenizer(), out);
                policy.generate(prompts, 1, plan, text);
                text.end();
                return;
            }
            for (int from = 0; from < prompts.size(); from += atOnce()) {
                List<TokenPrompt> some = prompts.subList(from, Math.min(prompts.size(), from + atOnce()));
                policy.generate(some, sampling.samples(), plan)
                        .forEach(g -> out.println(policy.tokenizer().decode(g.tokens())));
            }
        }
    }

    private void writeRows(List<Row> rows) {
        try (RowWriter writer = output.open(spec.commandLine().getOut());
                LanguageModel policy = model.load(spec.commandLine().getErr());
                Progress progress = Progress.of(spec.commandLine().getErr(), "generate", rows.size())) {
            SamplingPlan plan = sampling.plan(policy);
            List<TokenPrompt> prompts = prompts(rows, policy);
            for (int from = 0; from < rows.size(); from += atOnce()) {
                int to = Math.min(rows.size(), from + atOnce());
                complete(policy, plan, rows.subList(from, to), prompts.subList(from, to), writer);
                progress.at(to, "");
            }
            writer.finish();
        }
    }

    /** Prompts in one call. */
    private int atOnce() {
        return Math.max(1, SEQUENCES_AT_ONCE / sampling.samples());
    }

    private List<TokenPrompt> prompts(List<Row> rows, LanguageModel policy) {
        PromptRenderer renderer = promptFlags.renderer(policy, sampling.maxNewTokens());
        List<TokenPrompt> prompts = new ArrayList<>();
        for (Row row : rows) {
            int[] tokens = TokenRows.tokens(row, Row.PROMPT_COLUMNS, policy, renderer);
            if (tokens.length >= policy.spec().contextTokens()) {
                throw row.error("the prompt has " + tokens.length + " tokens and leaves no room in the context of "
                        + policy.spec().contextTokens());
            }
            prompts.add(new TokenPrompt(sampling.key(prompts.size()), tokens));
        }
        int cut = renderer.takeTruncated();
        if (cut > 0) {
            spec.commandLine().getErr().println("belay: truncated " + cut + " of " + rows.size() + " prompts");
        }
        return prompts;
    }

    private void complete(
            LanguageModel policy, SamplingPlan plan, List<Row> rows, List<TokenPrompt> prompts, RowWriter writer) {
        List<Generation> done = policy.generate(prompts, sampling.samples(), plan);
        float[][] logProbs = plan.warp().greedy() ? untempered(policy, prompts, done) : sampled(done);
        for (int i = 0; i < done.size(); i++) {
            Generation g = done.get(i);
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("id", rows.get(g.prompt()).id());
            json.put("sample", g.sample());
            json.set("tokens", TokenRows.json(g.tokens()));
            json.put("text", policy.tokenizer().decode(g.tokens()));
            json.set("logprobs", TokenRows.json(logProbs[i]));
            writer.write(json.put("finish", name(g.finish())));
        }
    }

    private static float[][] sampled(List<Generation> done) {
        return done.stream().map(Generation::logProbs).toArray(float[][]::new);
    }

    /** A greedy choice has probability 1 by definition; what the model gave it is what a reader wants. */
    private float[][] untempered(LanguageModel policy, List<TokenPrompt> prompts, List<Generation> done) {
        int each = sampling.samples();
        List<PromptTree> trees = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<int[]> completions = done.subList(p * each, (p + 1) * each).stream()
                    .map(Generation::tokens)
                    .toList();
            trees.add(new PromptTree(prompts.get(p).tokens(), completions));
        }
        return policy.score(new TokenBatch(trees, LogitWarp.NONE), Set.of(Stat.LOGPROB))
                .logProbs();
    }

    private static String name(Finish finish) {
        return finish.name().toLowerCase(Locale.ROOT);
    }
}
