package dev.belay.loop.update;

import dev.belay.loop.objective.BatchShape;
import dev.belay.loop.objective.Loss;
import dev.belay.loop.objective.Objective;
import dev.belay.loop.objective.ReferencePolicy;
import dev.belay.loop.objective.Regulariser;
import dev.belay.loop.objective.TokenView;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenScores;
import dev.belay.model.UpdateStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the optimizer steps of one rollout batch.
 *
 * <p>Each pass over the batch puts its groups in a random order and cuts the sequences into equal parts, one for each
 * update; the members of a group stay together except at a cut, so that their prompt is computed once.
 */
public final class Updater {
    private static final Set<Stat> TRAINED = EnumSet.of(Stat.LOGPROB, Stat.ENTROPY);

    private final LanguageModel policy;
    private final Objective objective;
    private final List<Regulariser> regularisers;
    private final @Nullable ReferencePolicy reference;
    private final OptimizerOptions options;
    private final LogitWarp warp;
    private final int budgetTokens;

    /**
     * @param reference null when no regulariser needs one
     * @param warp the distribution completions were drawn from
     * @param budgetTokens longest completion the sampler may produce
     */
    public Updater(
            LanguageModel policy,
            Objective objective,
            List<Regulariser> regularisers,
            @Nullable ReferencePolicy reference,
            OptimizerOptions options,
            LogitWarp warp,
            int budgetTokens) {
        this.policy = policy;
        this.objective = objective;
        this.regularisers = List.copyOf(regularisers);
        this.reference = reference;
        this.options = options;
        this.warp = warp;
        this.budgetTokens = budgetTokens;
        // Before the first sampling, which records what a backward pass can use.
        policy.setBackwardPlan(options.backwardPlan());
    }

    /**
     * Statistics of the whole batch under the weights that sampled it. Costs a forward pass only when somebody will
     * read something the sampler did not record.
     *
     * @param need what the credit stage reads
     */
    public TokenScores before(TrainingBatch batch, Set<Stat> need) {
        boolean ratioNeedsThem = options.updatesPerStep() > 1 && options.oldLogProbs() == OldLogProbs.TRAINER;
        if (need.isEmpty() && !ratioNeedsThem) {
            return new TokenScores(new EnumMap<>(Stat.class));
        }
        Set<Stat> want = EnumSet.of(Stat.LOGPROB);
        want.addAll(need);
        return score(policy, batch, MiniBatches.everything(batch), want);
    }

    /** As {@link #update(TrainingBatch, TokenScores, RunState, OptimizerPlan)}, by the options' own schedule. */
    public StepStats update(TrainingBatch batch, TokenScores old, RunState state) {
        return update(batch, old, state, options.at(state));
    }

    /**
     * @param old what {@link #before} gave
     * @param plan of every optimizer step
     * @return metrics over all updates of the step
     * @throws IllegalStateException naming the step when its gradient is not finite
     */
    public StepStats update(TrainingBatch batch, TokenScores old, RunState state, OptimizerPlan plan) {
        UpdateTally tally = new UpdateTally(regularisers);
        float @Nullable [][] reference = referenceLogProbs(batch);
        float @Nullable [][] start = startOfRatio(batch, old);
        if (old.stats().contains(Stat.LOGPROB)) {
            MiniBatches.everything(batch)
                    .forEach(s -> tally.samplerGap(batch.sequences().get(s), old.logProbs()[s]));
        }
        long steps = 0;
        int update = 0;
        for (int pass = 0; pass < options.passes(); pass++) {
            for (List<Integer> part : MiniBatches.cut(
                    batch, options.partsPerPass(), state.stepStream("minibatch").child(pass))) {
                boolean compare = update++ == 0 && !old.stats().contains(Stat.LOGPROB);
                if (accumulate(batch, part, start, reference, tally, compare)) {
                    compareAnew(batch, state, tally);
                }
                UpdateStats done = moved(plan, state);
                tally.updated(done);
                steps = done.steps();
            }
        }
        tally.put("learning_rate", plan.learningRate());
        return new StepStats(tally.metrics(), steps);
    }

    /** One optimizer step; a gradient that is no number ends the run and says where. */
    private UpdateStats moved(OptimizerPlan plan, RunState state) {
        UpdateStats done;
        try {
            done = policy.update(plan);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("step " + (state.step() + 1) + ": " + e.getMessage(), e);
        }
        if (!Double.isFinite(done.gradNorm())) {
            throw new IllegalStateException(
                    "step " + (state.step() + 1) + ": the norm of the gradient must be finite, got " + done.gradNorm());
        }
        return done;
    }

    /**
     * Compares the sampler's log-probabilities with those of a forward pass, over one group a step, in turn: the backward pass
     * has used what the sampler computed, which agrees with itself.
     */
    private void compareAnew(TrainingBatch batch, RunState state, UpdateTally tally) {
        int group = state.step() % batch.groups().size();
        int first = batch.groups().subList(0, group).stream()
                .mapToInt(ScoredGroup::size)
                .sum();
        List<Integer> some = IntStream.range(
                        first, first + batch.groups().get(group).size())
                .boxed()
                .toList();
        float[][] now = score(policy, batch, some, EnumSet.of(Stat.LOGPROB)).logProbs();
        for (int i = 0; i < now.length; i++) {
            tally.samplerGap(batch.sequences().get(some.get(i)), now[i]);
        }
    }

    /**
     * Adds the gradient of one optimizer step's loss, micro-batch by micro-batch.
     *
     * @param compareWithSampler whether to compare log-probabilities, where they come from a forward pass
     * @return whether they were to be compared and some did not
     */
    private boolean accumulate(
            TrainingBatch batch,
            List<Integer> part,
            float @Nullable [][] start,
            float @Nullable [][] reference,
            UpdateTally tally,
            boolean compareWithSampler) {
        BatchShape shape = new BatchShape(
                part.stream()
                        .mapToInt(s -> batch.sequences().get(s).trainableTokens())
                        .toArray(),
                budgetTokens);
        int offset = 0;
        boolean left = false;
        for (List<Integer> run : batch.microBatches(part, options.microBatchTokens())) {
            int first = offset;
            TokenScores scores = policy.backward(batch.tokens(run, warp), TRAINED, (fresh, weights) -> {
                for (int i = 0; i < run.size(); i++) {
                    int s = run.get(i);
                    Completion c = batch.sequences().get(s);
                    float[] now = fresh.logProbs()[i];
                    TokenView view = new TokenView(
                            now,
                            start == null ? now : start[s],
                            reference == null ? null : reference[s],
                            batch.advantages()[s],
                            c.trainable());
                    if (compareWithSampler && !fresh.fromRollout()) {
                        tally.samplerGap(c, now);
                    }
                    tally.entropy(view, fresh.get(Stat.ENTROPY)[i]);
                    weigh(view, objective.aggregate().scale(first + i, shape), weights[i], tally);
                }
            });
            left |= compareWithSampler && scores.fromRollout();
            offset += run.size();
        }
        return left;
    }

    private void weigh(TokenView view, double scale, float[] weights, UpdateTally tally) {
        Loss loss = objective.loss(view, weights);
        double total = loss.sum();
        for (Regulariser r : regularisers) {
            double term = r.loss(view, weights);
            tally.regulariser(r, scale * term);
            total += term;
        }
        for (int t = 0; t < weights.length; t++) {
            weights[t] = view.trainable()[t] ? (float) (weights[t] * scale) : 0;
        }
        tally.sequence(view, loss, scale * total);
    }

    private float @Nullable [][] startOfRatio(TrainingBatch batch, TokenScores old) {
        if (options.updatesPerStep() == 1) {
            return null;
        }
        return options.oldLogProbs() == OldLogProbs.TRAINER
                ? old.logProbs()
                : batch.sequences().stream().map(Completion::logProbs).toArray(float[][]::new);
    }

    private float @Nullable [][] referenceLogProbs(TrainingBatch batch) {
        return reference == null
                ? null
                : score(reference.model(), batch, MiniBatches.everything(batch), EnumSet.of(Stat.LOGPROB))
                        .logProbs();
    }

    private TokenScores score(LanguageModel model, TrainingBatch batch, List<Integer> sequences, Set<Stat> want) {
        Map<Stat, List<float[]>> all = new EnumMap<>(Stat.class);
        // A step whose groups were all dropped still has every statistic, of no sequence.
        want.forEach(stat -> all.put(stat, new ArrayList<>()));
        for (List<Integer> run : batch.microBatches(sequences, options.microBatchTokens())) {
            TokenScores scores = model.score(batch.tokens(run, warp), want);
            all.forEach((stat, list) -> list.addAll(Arrays.asList(scores.get(stat))));
        }
        Map<Stat, float[][]> rows = new EnumMap<>(Stat.class);
        all.forEach((stat, list) -> rows.put(stat, list.toArray(float[][]::new)));
        return new TokenScores(rows);
    }
}
