package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.loop.recipe.Binder;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.RewardTerm;
import dev.belay.loop.reward.Score;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.loop.run.Methods;
import dev.belay.loop.run.Recipe;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that applies rewards to finished completions. */
final class RewardOptions {
    /** The list that {@code --reward} options make up. */
    private record Rewards(List<Recipe.RewardLine> rewards) {}

    @Option(
            names = "--reward",
            paramLabel = "REWARD",
            description = "As in a recipe's rewards: a name, or {use: NAME, …}; may be repeated. Default: answer.")
    private List<String> rewards = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Root of the draws of random rewards and noise.")
    private @Nullable Long seed;

    /** @param otherwise where the option is not given */
    long seed(long otherwise) {
        return seed == null ? otherwise : seed;
    }

    /** The panel without the models that its rewards ask: see {@link RewardPanel#with}. */
    RewardPanel panel() {
        if (rewards.stream().anyMatch(String::isBlank)) {
            throw new InvalidInputException("--reward must not be blank; belay methods lists what there is");
        }
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

    /** Adds {@code reward}, {@code scores} and, where something could not be graded, the reason. */
    static ObjectNode scores(ObjectNode json, ScoredMember member) {
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
