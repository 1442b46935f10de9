package dev.belay.loop.update;

import dev.belay.loop.credit.CriticOptions;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.BackwardPlan;
import dev.belay.model.MemoryPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.TrainableClassifier;
import dev.belay.model.UpdateStats;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The value model of an actor-critic method: a classifier with one label, read at every token. The value of a state is its
 * logit at the token before the one that is drawn there. Loss, clipped as in PPO's released code (Huang et al., "The 37
 * implementation details of PPO", ICLR blog 2022, detail 9):
 *
 * <pre>
 *   mean over trainable tokens of max((v - R)², (clip(v, old - clipRange, old + clipRange) - R)²) / 2
 * </pre>
 */
public final class Critic implements AutoCloseable {
    private final TrainableClassifier model;
    private final CriticOptions options;
    private final int microBatchTokens;
    private final BackwardPlan backwardPlan;

    /**
     * @param model with one label; closed with this
     * @param optimizer of the policy: how memory is traded for time is the same here
     */
    public Critic(TrainableClassifier model, CriticOptions options, OptimizerOptions optimizer) {
        this.model = model;
        this.options = options;
        this.microBatchTokens = optimizer.microBatchTokens();
        this.backwardPlan = optimizer.backwardPlan();
        model.setBackwardPlan(backwardPlan);
    }

    /** Numbers that are trained. */
    public long parameters() {
        return model.spec().parameters();
    }

    /**
     * An upper bound for its native memory.
     *
     * @param longestTokens of prompt and completion
     * @param batchTokens of a micro-batch
     */
    public MemoryPlan memoryFor(int longestTokens, long batchTokens) {
        return model.memoryForTraining(longestTokens, batchTokens, backwardPlan);
    }

    /** Whether the policy is to stay as it is at that step. */
    public boolean learnsAlone(RunState state) {
        return state.step() < options.warmupSteps();
    }

    /** Where the run stands for a policy that waited for this. */
    public RunState forPolicy(RunState state) {
        return state.since(options.warmupSteps());
    }

    /** (S, T) the value of the state that each token was drawn in. */
    public float[][] values(TrainingBatch batch) {
        float[][] values = new float[batch.size()][];
        for (List<Integer> run : batch.microBatches(MiniBatches.everything(batch), microBatchTokens)) {
            float[][][] logits = model.tokenLogits(states(batch, run));
            for (int i = 0; i < run.size(); i++) {
                values[run.get(i)] = values(batch.sequences().get(run.get(i)), logits[i]);
            }
        }
        return values;
    }

    private static float[] values(Completion c, float[][] logits) {
        float[] values = new float[c.tokens().length];
        for (int t = 0; t < values.length; t++) {
            values[t] = logits[firstState(c) + t][0];
        }
        return values;
    }

    /** Prompts and completions without the last token, behind which nothing is drawn. */
    private static List<int[]> states(TrainingBatch batch, List<Integer> run) {
        return run.stream().map(s -> states(batch.sequences().get(s))).toList();
    }

    private static int[] states(Completion c) {
        int prompt = c.scoredUnder().length;
        int[] states = Arrays.copyOf(c.scoredUnder(), prompt + Math.max(0, c.tokens().length - 1));
        System.arraycopy(c.tokens(), 0, states, prompt, states.length - prompt);
        return states;
    }

    /** The first token is drawn behind the prompt's last. */
    private static int firstState(Completion c) {
        return c.scoredUnder().length - 1;
    }

    /**
     * Moves the values towards the returns.
     *
     * @param old (S, T) the values of before the step
     * @param returns (S, T) what they should have been
     * @return metrics, by verl's names
     * @throws IllegalStateException naming the step when the gradient is not finite
     */
    public Map<String, Double> update(TrainingBatch batch, float[][] old, float[][] returns, RunState state) {
        ValueTally tally = new ValueTally();
        tally.explained(batch, old, returns);
        for (int pass = 0; pass < options.passes(); pass++) {
            for (List<Integer> part : MiniBatches.cut(
                    batch,
                    options.partsPerPass(),
                    state.stepStream("critic-minibatch").child(pass))) {
                int tokens = part.stream()
                        .mapToInt(s -> batch.sequences().get(s).trainableTokens())
                        .sum();
                if (tokens > 0) {
                    for (List<Integer> run : batch.microBatches(part, microBatchTokens)) {
                        accumulate(batch, run, old, returns, tokens, tally);
                    }
                    tally.updated(moved(options.plan(), state));
                }
            }
        }
        return tally.metrics(options.learningRate());
    }

    private void accumulate(
            TrainingBatch batch, List<Integer> run, float[][] old, float[][] returns, int tokens, ValueTally tally) {
        model.backward(states(batch, run), (logits, gradients) -> {
            for (int i = 0; i < run.size(); i++) {
                int s = run.get(i);
                Completion c = batch.sequences().get(s);
                for (int t = 0; t < c.tokens().length; t++) {
                    if (c.trainable()[t]) {
                        int at = firstState(c) + t;
                        ValueLoss loss = ValueLoss.of(logits[i][at][0], old[s][t], returns[s][t], options.clipRange());
                        gradients[i][at][0] = (float) (loss.gradient() / tokens);
                        tally.token(loss, tokens);
                    }
                }
            }
        });
    }

    private UpdateStats moved(OptimizerPlan plan, RunState state) {
        try {
            return model.update(plan);
        } catch (IllegalStateException e) {
            throw new IllegalStateException("step " + (state.step() + 1) + ", critic: " + e.getMessage(), e);
        }
    }

    /** Writes what {@link #load} needs to go on exactly. */
    public void save(Path file) {
        model.saveTrainingState(file);
    }

    /** Restores what {@link #save} wrote. */
    public void load(Path file) {
        model.loadTrainingState(file);
    }

    @Override
    public void close() {
        model.close();
    }
}
