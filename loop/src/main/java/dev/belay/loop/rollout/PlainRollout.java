package dev.belay.loop.rollout;

import dev.belay.loop.data.Problem;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenPrompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every problem is answered several times in one turn. */
public record PlainRollout(
        @Doc("problems drawn for a step") @Default("32") int problemsPerStep,
        @Doc("completions of each problem") @Default("8") int samplesPerProblem,
        @Doc("sampling temperature") @Default("1.0") double temperature,

        @Doc("budget of new tokens of a completion, the stop token included") @Default("256")
        int maxNewTokens,

        @Doc("keep the k most probable tokens; 0 keeps all") @Default("0")
        int topK,

        @Doc("keep the most probable tokens that make up this probability; 1 keeps all") @Default("1.0")
        double topP,

        @Doc("keep tokens at least this probable relative to the most probable; 0 keeps all") @Default("0.0")
        double minP,

        @Doc("texts that end a completion beside the model's own end, such as \\n; each must be one token of the model")
        @Default("[]")
        List<String> stop)
        implements RolloutStrategy {
    public PlainRollout {
        stop = List.copyOf(stop);
        if (problemsPerStep < 1 || samplesPerProblem < 1 || maxNewTokens < 1) {
            throw new InvalidInputException(
                    "rollout: problemsPerStep, samplesPerProblem and maxNewTokens must be at least 1, got "
                            + problemsPerStep + ", " + samplesPerProblem + ", " + maxNewTokens);
        }
        if (!(temperature > 0)) {
            throw new InvalidInputException("rollout: temperature must be above 0, got " + temperature);
        }
        new LogitWarp(temperature, topK, topP, minP);
    }

    /** Untruncated sampling. */
    public static PlainRollout of(int problemsPerStep, int samplesPerProblem, double temperature, int maxNewTokens) {
        return new PlainRollout(problemsPerStep, samplesPerProblem, temperature, maxNewTokens, 0, 1, 0, List.of());
    }

    @Override
    public LogitWarp warp() {
        return new LogitWarp(temperature, topK, topP, minP);
    }

    @Override
    public List<Group> roll(List<Problem> problems, LanguageModel policy, RolloutContext c) {
        List<String> ids = groupIds(problems, c.state().step());
        List<int[]> rendered =
                c.renderer().renderAll(problems.stream().map(Problem::prompt).toList(), policy.tokenizer());
        List<TokenPrompt> prompts = new ArrayList<>(problems.size());
        for (int p = 0; p < problems.size(); p++) {
            prompts.add(new TokenPrompt(c.key(ids.get(p)), rendered.get(p)));
        }
        SamplingPlan plan = new SamplingPlan(warp(), maxNewTokens, StopTokens.of(stop, policy));
        List<Generation> drawn = policy.rollOut(prompts, samplesPerProblem, plan);
        List<Group> groups = new ArrayList<>(problems.size());
        for (int p = 0; p < problems.size(); p++) {
            groups.add(Group.singleTurn(
                    ids.get(p),
                    problems.get(p)
                            .withPrompt(c.renderer().shown(problems.get(p).prompt())),
                    drawn.subList(p * samplesPerProblem, (p + 1) * samplesPerProblem),
                    policy.tokenizer(),
                    prompts.get(p).tokens()));
        }
        return groups;
    }

    /** Problem and step; a problem that comes twice in a step gets a number, so that its samples differ. */
    private static List<String> groupIds(List<Problem> problems, int step) {
        Map<String, Integer> seen = new HashMap<>();
        return problems.stream()
                .map(p -> {
                    int n = seen.merge(p.id(), 1, Integer::sum);
                    return p.id() + "@" + (step + 1) + (n == 1 ? "" : "#" + n);
                })
                .toList();
    }
}
