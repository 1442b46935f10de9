package dev.belay.loop.evaluate;

import dev.belay.loop.data.Problem;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.RewardTerm;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rollout.StopTokens;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.Generation;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenPrompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a policy on a fixed list of problems. Samples of a problem draw from the same stream at every evaluation of
 * a run, so that a difference between two evaluations is the policy's and not the dice's.
 *
 * @param options when, how many, how wide
 * @param problems held out from training
 * @param truth the uncorrupted check of correctness
 * @param renderer prompt messages to token ids
 * @param strategies tells solution strategies apart
 * @param rolloutTokens budget of new tokens where the options do not set one
 * @param stop texts that end a completion beside the model's own end
 */
public record Evaluator(
        EvaluationOptions options,
        List<Problem> problems,
        Reward truth,
        PromptRenderer renderer,
        StrategyDetector strategies,
        int rolloutTokens,
        List<String> stop) {
    /** Completions generated in one call; bounds memory and changes nothing else. */
    private static final int AT_ONCE = 1024;

    public Evaluator {
        problems = List.copyOf(problems);
        stop = List.copyOf(stop);
    }

    /** Whether a run measures its policy when it stands there. */
    public boolean due(RunState s) {
        return options.every() > 0 && (s.step() % options.every() == 0 || s.step() == s.steps());
    }

    public Evaluation evaluate(LanguageModel policy, RunState state) {
        ProblemBootstrap bootstrap = new ProblemBootstrap(options.resamples(), options.level());
        List<ScoredGroup> greedy = judged(policy, state, LogitWarp.GREEDY, 1);
        List<Figure> figures = new ArrayList<>(Figures.greedy(greedy, strategies));
        List<ScoredGroup> sampled = List.of();
        int n = options.samplesPerProblem();
        if (n > 0) {
            sampled = judged(policy, state, LogitWarp.temperature(options.temperature()), n);
            figures.addAll(Figures.sampled(sampled, n, strategies));
        }
        Map<String, Estimate> metrics = bootstrap.estimate(figures, problems.size(), state.stream("bootstrap"));
        return new Evaluation(state.step(), new LinkedHashMap<>(metrics), greedy, sampled);
    }

    private List<ScoredGroup> judged(LanguageModel policy, RunState state, LogitWarp warp, int samples) {
        int budget = options.maxNewTokens() > 0 ? options.maxNewTokens() : rolloutTokens;
        SamplingPlan plan = new SamplingPlan(warp, budget, StopTokens.of(stop, policy));
        RewardPanel panel = new RewardPanel(List.of(new RewardTerm("truth", 1, truth)), truth, 1);
        List<ScoredGroup> out = new ArrayList<>(problems.size());
        int chunk = Math.max(1, AT_ONCE / samples);
        for (int from = 0; from < problems.size(); from += chunk) {
            List<Problem> some = problems.subList(from, Math.min(from + chunk, problems.size()));
            out.addAll(panel.score(answers(policy, state, some, samples, plan), state));
        }
        return out;
    }

    private List<Group> answers(
            LanguageModel policy, RunState state, List<Problem> some, int samples, SamplingPlan plan) {
        List<int[]> rendered =
                renderer.renderAll(some.stream().map(Problem::prompt).toList(), policy.tokenizer());
        List<TokenPrompt> prompts = new ArrayList<>(some.size());
        for (int p = 0; p < some.size(); p++) {
            prompts.add(
                    new TokenPrompt(state.stream("evaluate").child(some.get(p).id()), rendered.get(p)));
        }
        List<Generation> drawn = policy.generate(prompts, samples, plan);
        List<Group> groups = new ArrayList<>(some.size());
        for (int p = 0; p < some.size(); p++) {
            groups.add(Group.singleTurn(
                    some.get(p).id(),
                    some.get(p).withPrompt(renderer.shown(some.get(p).prompt())),
                    drawn.subList(p * samples, (p + 1) * samples),
                    policy.tokenizer(),
                    prompts.get(p).tokens()));
        }
        return groups;
    }
}
