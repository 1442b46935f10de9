package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.rows.AnsweredRow;
import dev.belay.app.rows.RowWriter;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rows.Row;
import dev.belay.loop.rows.RowReader;
import dev.belay.loop.run.OpenRewardModels;
import dev.belay.loop.schedule.RunState;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Applies rewards to finished responses. */
@Command(
        name = "score",
        description = {
            "Applies rewards to finished responses; no policy is needed.",
            "",
            "Rows: {\"id\", \"prompt\", \"gold\" (or \"solution\", \"answer\"), \"response\"} or \"responses\" for a group; a prompt is text or a"
                    + " list of {role, content}; TRL's \"completion\" is read too. Result, a row a response: {\"id\","
                    + " \"sample\", \"reward\", \"scores\"}; what a reward could not grade is null, with the reason in"
                    + " \"ungradable\"."
        },
        footer = {
            "Examples:",
            "  ./belay score answers.jsonl --reward answer --reward boxed-format",
            "  ./belay score answers.jsonl --reward '{use: answer, noise: [{use: flip, probability: 0.4}]}'",
            "  ./belay score answers.jsonl --reward '{use: reward-model, model: FOLDER}'"
        })
final class ScoreCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "Rows with responses: JSONL, packed (.gz) or Parquet; - for JSONL from standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Mixin
    private final RewardOptions rewards = new RewardOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public void run() {
        // What costs least is looked at first: a reward model may take minutes to fetch and to open.
        RewardPanel plain = rewards.panel();
        List<Row> rows = RowReader.readAll(file);
        List<Group> groups = rows.stream().map(AnsweredRow::group).toList();
        try (RowWriter writer = output.open(spec.commandLine().getOut());
                OpenRewardModels models = Models.rewardModels(spec.commandLine().getErr())) {
            RewardPanel panel = plain.with(models);
            RunState state = RunState.start(rewards.seed(0), 1);
            for (int r = 0; r < rows.size(); r++) {
                write(
                        writer,
                        rows.get(r),
                        panel.score(List.of(groups.get(r)), state).getFirst());
            }
            writer.finish();
        }
    }

    private static void write(RowWriter writer, Row row, ScoredGroup scored) {
        for (int i = 0; i < scored.size(); i++) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("id", row.id());
            writer.write(
                    RewardOptions.scores(json.put("sample", i), scored.members().get(i)));
        }
    }
}
