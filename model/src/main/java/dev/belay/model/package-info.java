/**
 * Language models as the training loop sees them: token ids in, token ids and log-probabilities out.
 *
 * <p>{@link dev.belay.model.LanguageModel} is the only door to tensors. Nothing outside an implementation package ever
 * holds one, so every objective, advantage and reward is plain Java over {@code float[]} and runs in a unit test
 * without a native library.
 *
 * <pre>
 *   TokenPrompt ── generate ──▶ Generation          (sampling, log-probs of what was sampled, finish reason)
 *   TokenBatch  ── score ─────▶ TokenScores         (no gradient)
 *   TokenBatch  ── backward ──▶ gradients           (a {@link dev.belay.model.WeightRule} says dL/dlogp for each token)
 *               ── update ────▶ UpdateStats         (clip by global norm, AdamW, gradients cleared)
 * </pre>
 *
 * <p>{@link dev.belay.model.Classifier} is the other kind of model: the same blocks under a head of a few labels, such as a
 * reward model, which only judges.
 *
 * <p>Letters used for shapes in this module: B prompts, G samples of one prompt, S = sum of G over prompts (sequences),
 * T tokens of a completion, P tokens of a prompt, V vocabulary, D width. Log-probabilities are natural logarithms (nats).
 */
@NullMarked
package dev.belay.model;

import org.jspecify.annotations.NullMarked;
