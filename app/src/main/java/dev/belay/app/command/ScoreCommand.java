package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.rows.AnsweredRow;
import dev.belay.app.rows.Row;
import dev.belay.app.rows.RowReader;
import dev.belay.app.rows.RowWriter;
import dev.belay.loop.recipe.Binder;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.RewardTerm;
import dev.belay.loop.reward.Score;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.loop.run.Methods;
import dev.belay.loop.run.Recipe;
import dev.belay.loop.schedule.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Applies rewards to finished responses. */
@Command(
        name = "score",
        description = {
            "Applies rewards to finished responses, without a model.",
            "",
            "Rows: {\"id\", \"prompt\", \"gold\", \"response\"} or \"responses\" for a group. Result, a row a response:"
                    + " {\"id\", \"sample\", \"reward\", \"scores\"}; what a reward could not grade is null, with the reason"
                    + " in \"ungradable\"."
        },
        footer = {
            "Examples:",
            "  ./belay score answers.jsonl --reward answer --reward boxed-format",
            "  ./belay score answers.jsonl --reward '{use: answer, noise: [{use: flip, probability: 0.4}]}'"
        })
final class ScoreCommand implements Runnable {
    /** The list that {@code --reward} options make up. */
    private record Rewards(List<Recipe.RewardLine> rewards) {}

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "JSONL rows with responses.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = "--reward",
            paramLabel = "REWARD",
            description = "As in a recipe's rewards: a name, or {use: NAME, …}; may be repeated. Default: answer.")
    private List<String> rewards = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Where the rows go. Default: standard output.")
    private @Nullable Path target;

    @Option(names = "--seed", defaultValue = "0", description = "Root of the draws of random rewards and noise.")
    private long seed;

    @Override
    public void run() {
        RewardPanel panel = panel();
        RunState state = RunState.start(seed, 1);
        List<Row> rows = RowReader.readAll(file);
        try (RowWriter writer = new RowWriter(target, spec.commandLine().getOut())) {
            for (Row row : rows) {
                ScoredGroup scored =
                        panel.score(List.of(AnsweredRow.group(row)), state).getFirst();
                for (int i = 0; i < scored.size(); i++) {
                    ObjectNode json = JsonNodeFactory.instance.objectNode();
                    json.set("id", row.id());
                    writer.write(scores(json.put("sample", i), scored.members().get(i)));
                }
            }
            writer.finish();
        }
    }

    private RewardPanel panel() {
        String list = rewards.isEmpty() ? "[answer]" : "[" + String.join(", ", rewards) + "]";
        Rewards lines = new Binder(Methods.ALL).bind(YamlReader.parse("rewards: " + list, "--reward"), Rewards.class);
        List<RewardTerm> terms = lines.rewards().stream()
                .map(line -> new RewardTerm(
                        line.name() == null ? Methods.REWARDS.nameOf(line.reward()) : line.name(),
                        line.weight(),
                        line.reward(),
                        line.noise()))
                .toList();
        return new RewardPanel(terms, terms.getFirst().reward(), 1);
    }

    private static ObjectNode scores(ObjectNode json, ScoredMember member) {
        json.put("reward", member.graded() ? (Double) member.seenValue() : null);
        ObjectNode scores = json.putObject("scores");
        for (Map.Entry<String, Score> score : member.scores().entrySet()) {
            switch (score.getValue()) {
                case Score.Scored s -> scores.put(score.getKey(), s.value());
                case Score.Ungradable u -> {
                    scores.putNull(score.getKey());
                    json.put("ungradable", u.reason());
                }
            }
        }
        return json;
    }
}
