package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.rows.RowWriter;
import dev.belay.lab.rollouts.Agreement;
import dev.belay.lab.rollouts.RolloutFiles;
import dev.belay.lab.rollouts.StoredGroup;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.loop.run.OpenRewardModels;
import dev.belay.loop.run.RunDirectory;
import dev.belay.loop.run.RunJson;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.InvalidInputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks other rewards about the samples of a finished run. */
@Command(
        name = "rescore",
        description = {
            "Applies rewards to the samples that a run stored, and says how they go with its true reward.",
            "",
            "The run itself is not changed. Samples that a reward could not grade are counted apart. With --out, a row"
                    + " a sample: {\"step\", \"kind\", \"problem\", \"sample\", \"text\", \"true_reward\", \"reward\","
                    + " \"scores\"}."
        },
        footer = {
            "Examples:",
            "  ./belay rescore runs/flip-40 --reward boxed-format --reward '{use: answer, check: hendrycks}'",
            "  ./belay rescore runs/flip-40 --kind sampled --out rescored.jsonl"
        })
final class RescoreCommand implements Runnable {
    /** Which samples. */
    enum Kind {
        TRAIN,
        GREEDY,
        SAMPLED
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "A run directory.")
    @SuppressWarnings("NullAway.Init") // required
    private Path run;

    @Mixin
    private final RewardOptions rewards = new RewardOptions();

    @Option(
            names = "--kind",
            defaultValue = "train",
            description = "Samples of training, or of its evaluations: ${COMPLETION-CANDIDATES}. Default: train.")
    private Kind kind = Kind.TRAIN;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public void run() {
        RunDirectory directory = RunDirectory.open(run);
        long seed = rewards.seed(RunJson.recipe(directory.runJson()).seed());
        RewardPanel plain = rewards.panel();
        RolloutFiles samples = new RolloutFiles(directory.rollouts());
        String name = kind.name().toLowerCase(Locale.ROOT);
        // What costs least is looked at first: a reward model may take minutes to fetch and to open.
        if (!samples.holds(name)) {
            throw new InvalidInputException(
                    run + " stored no samples of kind " + name + "; kinds are train, greedy and sampled");
        }
        Map<String, Agreement> agreements = new LinkedHashMap<>();
        try (@Nullable
                        RowWriter rows =
                                output.toFile() ? output.open(spec.commandLine().getOut()) : null;
                OpenRewardModels models = Models.rewardModels(spec.commandLine().getErr())) {
            RewardPanel panel = plain.with(models);
            panel.terms().forEach(term -> agreements.put(term.name(), new Agreement()));
            samples.forEachGroup(name, stored -> {
                ScoredGroup scored = score(panel, seed, stored);
                count(stored, scored, agreements);
                if (rows != null) {
                    write(rows, stored, scored);
                }
            });
            if (rows != null) {
                rows.finish();
            }
        }
        print(name, agreements);
    }

    /** Noise and random rewards draw as they did at the step of the samples, unless another seed is asked for. */
    private static ScoredGroup score(RewardPanel panel, long seed, StoredGroup stored) {
        RunState start = RunState.start(seed, Math.max(1, stored.step()));
        RunState then = new RunState(start.key(), Math.max(0, stored.step() - 1), start.steps(), 0);
        return panel.score(List.of(stored.group()), then).getFirst();
    }

    private static void count(StoredGroup stored, ScoredGroup scored, Map<String, Agreement> agreements) {
        for (int i = 0; i < scored.size(); i++) {
            Double truth = stored.truths().get(i);
            scored.members()
                    .get(i)
                    .scores()
                    .forEach((reward, score) ->
                            agreements.computeIfPresent(reward, (_, agreement) -> agreement.plus(score, truth)));
        }
    }

    private static void write(RowWriter rows, StoredGroup stored, ScoredGroup scored) {
        for (int i = 0; i < scored.size(); i++) {
            ScoredMember member = scored.members().get(i);
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            row.put("step", stored.step()).put("kind", stored.kind());
            row.put("problem", stored.group().problem().id()).put("sample", i);
            row.put("text", member.completion().text());
            row.put("true_reward", stored.truths().get(i));
            rows.write(RewardOptions.scores(row, member));
        }
    }

    private void print(String name, Map<String, Agreement> agreements) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode().put("kind", name);
            agreements.forEach((reward, a) -> object.putObject(reward)
                    .put("right", a.right())
                    .put("wrong", a.wrong())
                    .put("ungradable", a.ungradable())
                    .put("mean_when_right", a.right() == 0 ? null : (Double) a.meanWhenRight())
                    .put("mean_when_wrong", a.wrong() == 0 ? null : (Double) a.meanWhenWrong())
                    .put("different", a.different()));
            out.println(object);
        } else {
            out.printf("%-24s %8s %8s %12s %12s %12s%n", name, "right", "wrong", "pays right", "pays wrong", "differs");
            agreements.forEach((reward, a) -> out.printf(
                    Locale.ROOT,
                    "%-24s %8d %8d %12s %12s %12d%s%n",
                    reward,
                    a.right(),
                    a.wrong(),
                    mean(a.meanWhenRight()),
                    mean(a.meanWhenWrong()),
                    a.different(),
                    a.ungradable() == 0 ? "" : "   ungradable " + a.ungradable()));
        }
        out.flush();
    }

    private static String mean(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }
}
