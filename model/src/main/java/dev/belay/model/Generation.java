package dev.belay.model;

/**
 * One completion.
 *
 * @param prompt index into the prompts handed to {@link LanguageModel#generate}
 * @param sample 0 … G-1
 * @param tokens (T) without the prompt; the stop id, if one was sampled, is the last
 * @param logProbs (T) log-probabilities under the warped distribution the tokens were drawn from; all 0 when greedy
 * @param finish why it ended
 */
public record Generation(int prompt, int sample, int[] tokens, float[] logProbs, Finish finish) {}
