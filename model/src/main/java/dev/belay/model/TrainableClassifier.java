package dev.belay.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A classifier that is trained: a reward model, a process reward model, or, with one label a token, the value model of an
 * actor-critic method. Order of calls as in {@link LanguageModel}: any number of {@link #backward}, whose gradients add up,
 * then one {@link #update}, which clears them. {@link #memoryFor} speaks of judging alone, {@link #memoryForTraining} of both.
 */
public interface TrainableClassifier extends Classifier {
    /**
     * One forward pass, one call of {@code rule}, one backward pass of {@code sum gradient · logit} into all weights.
     * Gradients are added to those already there. All sequences are in memory together: cut large batches.
     *
     * @param sequences S sequences of T tokens each, at least one
     * @return the logits the rule saw: (S, T, L), or (S, 1, L) where {@link ClassifierSpec#unit()} is the sequence
     * @throws InvalidInputException as {@link #sequenceLogits}
     */
    float[][][] backward(List<int[]> sequences, LogitRule rule);

    /**
     * An upper bound for the native memory it takes, as {@link #memoryFor}, when it is trained.
     *
     * @param longestTokens no sequence will be longer
     * @param batchTokens no {@link #backward} will be given more, unless by a single sequence
     * @param plan of those
     */
    MemoryPlan memoryForTraining(int longestTokens, long batchTokens, BackwardPlan plan);

    /** Sets how the following {@link #backward} passes trade time for memory; {@link BackwardPlan#PLAIN} at first. */
    void setBackwardPlan(BackwardPlan plan);

    /**
     * Clips the accumulated gradient, takes one AdamW step on the fp32 master weights and clears the gradient.
     *
     * @throws IllegalStateException when the gradient's norm is not finite
     */
    UpdateStats update(OptimizerPlan plan);

    /** Clears the accumulated gradient without a step. */
    void zeroGradients();

    /** The accumulated gradient of all parameters one after the other, in checkpoint order; for tests and audits. */
    float[] gradients();

    /** The fp32 weights of all parameters one after the other, in checkpoint order. */
    float[] weights();

    /** Overwrites all weights; optimizer state is left as it is. */
    void setWeights(float[] weights);

    /**
     * Writes a Hugging Face folder that transformers loads as a classifier of the same architecture.
     *
     * @param folder created if missing; files of the same names are replaced atomically
     */
    void save(Path folder);

    /** Writes the fp32 master weights, the optimizer's moments and its step count: what training needs to go on exactly. */
    void saveTrainingState(Path file);

    /** Restores what {@link #saveTrainingState} wrote; the next update continues as if never interrupted. */
    void loadTrainingState(Path file);
}
