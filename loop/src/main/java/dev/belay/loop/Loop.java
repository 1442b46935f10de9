package dev.belay.loop;

import dev.belay.loop.StepListener.Phase;
import dev.belay.loop.credit.ActorCritic;
import dev.belay.loop.credit.CreditInput;
import dev.belay.loop.data.GroupStats;
import dev.belay.loop.data.Problem;
import dev.belay.loop.reward.GroupGate;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.RolloutContext;
import dev.belay.loop.schedule.RunState;
import dev.belay.loop.update.Critic;
import dev.belay.loop.update.StepStats;
import dev.belay.loop.update.TrainingBatch;
import dev.belay.loop.update.Updater;
import dev.belay.model.LanguageModel;
import dev.belay.model.TokenScores;
import java.util.List;
import java.util.Map;

/**
 * Reinforcement learning, one step at a time.
 *
 * <pre>{@code
 * Loop loop = new Loop(policy, stages, RunState.start(seed, steps), listener);
 * while (!loop.finished()) {
 *     loop.step();
 * }
 * }</pre>
 *
 * <p>The policy is trained in place, and so is the stages' critic. Both stay the caller's to save and to close.
 */
public final class Loop {
    private final LanguageModel policy;
    private final Stages stages;
    private final StepListener listener;
    private final Updater updater;
    private RunState state;
    private long tokens;

    public Loop(LanguageModel policy, Stages stages, RunState start, StepListener listener) {
        this.policy = policy;
        this.stages = stages;
        this.listener = listener;
        this.state = start;
        this.updater = new Updater(
                policy,
                stages.objective(),
                stages.regularisers(),
                stages.reference(),
                stages.optimizer(),
                stages.rollout().warp(),
                stages.rollout().maxNewTokens());
    }

    /** Draw, roll out, score, gate, credit, weigh and differentiate, update, record. */
    public StepRecord step() {
        Stopwatch watch = new Stopwatch();
        begin(Phase.ROLLOUT);
        List<Problem> problems = stages.source().next(stages.rollout().problemsPerStep(), state);
        List<Group> groups = stages.rollout().roll(problems, policy, new RolloutContext(state, stages.renderer()));
        watch.lap("rollout");

        begin(Phase.REWARD);
        List<ScoredGroup> scored = stages.rewards().score(groups, state);
        TrainingBatch batch = TrainingBatch.of(
                scored.stream().map(ScoredGroup::gradedOnly).filter(this::kept).toList());
        watch.lap("reward");

        begin(Phase.UPDATE);
        StepStats stats = learn(batch, updater.before(batch, stages.credit().needs()));
        watch.lap("update");

        tokens += StepMetrics.tokens(groups);
        Map<String, Double> metrics = new StepMetrics(scored, stages.source().strategies()).with(batch, stats, tokens);
        metrics.put("prompts/truncated", (double) stages.renderer().takeTruncated());
        StepRecord done = new StepRecord(
                state.step() + 1, metrics, watch.seconds(), scored, StepMetrics.advantages(scored, batch));
        scored.forEach(g -> stages.source().observe(g.group().problem(), statsOf(g)));
        if (stages.reference() != null) {
            stages.reference().afterStep(state, policy);
        }
        state = state.next(problems.size());
        listener.onStep(done);
        return done;
    }

    /** Credit, and the updates of policy and critic. */
    private StepStats learn(TrainingBatch batch, TokenScores old) {
        Critic critic = stages.critic();
        float[][] values = critic == null ? CreditInput.NO_VALUES : critic.values(batch);
        CreditInput input = new CreditInput(batch.groups(), old, values);
        stages.credit().advantages(input, batch.advantages());
        if (critic == null || !(stages.credit() instanceof ActorCritic rule)) {
            return updater.update(batch, old, state);
        }
        StepStats stats = critic.learnsAlone(state)
                ? StepStats.NONE
                : updater.update(batch, old, state, stages.optimizer().at(critic.forPolicy(state)));
        return stats.with(critic.update(batch, values, rule.returns(input), state));
    }

    public boolean finished() {
        return state.step() >= state.steps();
    }

    /** Where the run stands. */
    public RunState state() {
        return state;
    }

    /** What a checkpoint needs beside the policy's weights and optimizer. */
    public LoopState save() {
        return new LoopState(
                state.step(),
                state.drawn(),
                tokens,
                Map.of("source", stages.source().saveState()));
    }

    /** Goes on from what {@link #save} gave; policy and critic must have been restored too. */
    public void restore(LoopState saved) {
        state = new RunState(state.key(), saved.step(), state.steps(), saved.drawn());
        tokens = saved.tokens();
        stages.source().restoreState(saved.stages().getOrDefault("source", ""));
    }

    private boolean kept(ScoredGroup g) {
        return g.size() > 0 && stages.gates().stream().allMatch(gate -> gate.judge(g) == GroupGate.Verdict.KEEP);
    }

    private void begin(Phase phase) {
        listener.onPhase(state.step() + 1, phase);
    }

    private static GroupStats statsOf(ScoredGroup g) {
        ScoredGroup graded = g.gradedOnly();
        return new GroupStats(
                graded.size(),
                graded.members().stream()
                        .mapToDouble(m -> m.seenValue())
                        .average()
                        .orElse(Double.NaN),
                graded.members().stream()
                        .mapToDouble(m -> m.trueValue())
                        .average()
                        .orElse(Double.NaN));
    }
}
