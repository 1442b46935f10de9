package dev.belay.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A causal language model that can be sampled, scored and trained.
 *
 * <p>Order of calls for a training step: any number of {@link #generate} and {@link #score}; then one or more
 * {@link #backward}, whose gradients add up; then one {@link #update}, which clears them. Sampling between a backward
 * and its update sees the weights of before. Not thread-safe: one thread at a time.
 *
 * <p>Results are a pure function of the weights and the arguments: they do not depend on the order of the prompts,
 * on what else is in the batch, or on whether they were sampled by {@link #rollOut} (up to rounding, below 1e-5 in fp32), or
 * on other earlier calls.
 */
public interface LanguageModel extends AutoCloseable {
    Tokenizer tokenizer();

    ModelSpec spec();

    /**
     * Samples completions. The prompt is computed once for its {@code samplesEach} completions; rows that have finished
     * are dropped from the batch.
     *
     * @param prompts B prompts of any lengths
     * @param samplesEach G, at least 1
     * @return B·G completions, prompt by prompt, samples in order
     * @throws InvalidInputException when a prompt leaves no room in the context or has an id outside the vocabulary
     */
    List<Generation> generate(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan);

    /**
     * The same completions, with a listener that hears every token as it is drawn. A model that draws a completion in one
     * go tells of it when it is there.
     */
    default List<Generation> generate(
            List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan, TokenListener listener) {
        List<Generation> done = generate(prompts, samplesEach, plan);
        for (Generation completion : done) {
            for (int token : completion.tokens()) {
                listener.onToken(completion.prompt(), completion.sample(), token);
            }
        }
        return done;
    }

    /**
     * As {@link #generate}, for completions that are about to be trained on. A model may keep what it computes of them, so that
     * {@link #backward} over any of them need not compute it again; it says so in the scores ({@link
     * TokenScores#fromRollout}). What is kept serves until the weights change, the next call of this, or a {@link #backward}
     * over anything else.
     */
    default List<Generation> rollOut(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan) {
        return generate(prompts, samplesEach, plan);
    }

    /** Statistics of every completion token under the current weights, without gradients, by a forward pass. */
    TokenScores score(TokenBatch batch, Set<Stat> want);

    /**
     * One forward pass, one call of {@code rule}, one backward pass of {@code sum w[s][t] * logp[s][t]}. Gradients are
     * added to those already there.
     *
     * @param want statistics to hand to the rule beside the log-probabilities
     * @return the statistics the rule saw
     */
    TokenScores backward(TokenBatch batch, Set<Stat> want, WeightRule rule);

    /**
     * Sets how the following {@link #backward} passes trade time for memory; {@link BackwardPlan#PLAIN} at first. A model
     * that keeps no activations has nothing to trade.
     */
    default void setBackwardPlan(BackwardPlan plan) {}

    /** An upper bound for the native memory that a workload takes; a model in the JVM's heap may say {@link MemoryPlan#NONE}. */
    default MemoryPlan memoryFor(Workload work) {
        return MemoryPlan.NONE;
    }

    /**
     * Freezes the weights and adds low-rank adapters, which are all that is trained from now on. They change nothing until
     * the first {@link #update}. To be called once, before the first {@link #backward}.
     *
     * @param key the stream their initial numbers are drawn from
     * @throws InvalidInputException when a target is no projection of the model, or it has adapters already
     */
    default void adapt(LoraPlan plan, RandomKey key) {
        throw new InvalidInputException(
                "lora: a " + spec().architecture() + " of this kind cannot be trained by adapters; remove lora");
    }

    /** How many numbers are trained, and saved by {@link #saveTrainingState}: all parameters, or those of the adapters. */
    default long trainedCount() {
        return spec().parameters();
    }

    /**
     * Clips the accumulated gradient, takes one AdamW step on the fp32 master weights and clears the gradient.
     *
     * @throws IllegalStateException when the gradient's norm is not finite
     */
    UpdateStats update(OptimizerPlan plan);

    /** Clears the accumulated gradient without a step. */
    void zeroGradients();

    /**
     * The accumulated gradient of all parameters one after the other, in checkpoint order, or of the adapters; for tests
     * and audits.
     */
    float[] gradients();

    /** The fp32 weights of all parameters one after the other, in checkpoint order, or of the adapters. */
    float[] weights();

    /** Overwrites all that {@link #weights} returns; optimizer state is left as it is. */
    void setWeights(float[] weights);

    /**
     * The model as it is now, to generate and score with only: a fixed reference policy. It may share with this model what
     * training does not change, so it is to be closed before this one, and used by the same thread.
     */
    LanguageModel frozenCopy();

    /** An upper bound for what a {@link #frozenCopy} takes beside this model when it scores the batches of a workload. */
    default MemoryPlan frozenCopyMemoryFor(Workload work) {
        return memoryFor(work.scoringOnly());
    }

    /**
     * Writes a Hugging Face folder (config.json, model.safetensors, tokenizer files) that transformers loads, or, of a
     * model with adapters, the adapters as a folder that PEFT loads.
     *
     * @param folder created if missing; files of the same names are replaced atomically
     */
    void save(Path folder);

    /**
     * Writes what training needs to go on exactly: the trained fp32 master weights, which {@link #save} may have rounded, the
     * optimizer's moments and its step count.
     */
    void saveTrainingState(Path file);

    /** Restores what {@link #saveTrainingState} wrote; the next update continues as if never interrupted. */
    void loadTrainingState(Path file);

    /** Restores the weights alone of what {@link #saveTrainingState} wrote: for a model that only answers. */
    void loadWeights(Path trainingState);

    @Override
    void close();
}
