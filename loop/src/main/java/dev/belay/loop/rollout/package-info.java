/**
 * Second stage: completions. A {@link dev.belay.loop.rollout.RolloutStrategy} lets the policy answer each problem
 * several times; the answers to one problem are a {@link dev.belay.loop.rollout.Group}.
 *
 * <p>Text is decoded from the sampled tokens once and never tokenised again. A completion remembers under which prompt
 * it was sampled and under which it is to be scored; the two differ when the sampler saw a hint that the trained policy
 * will not see. Spans say who wrote which tokens; only trainable ones are ever given a weight.
 */
@NullMarked
package dev.belay.loop.rollout;

import org.jspecify.annotations.NullMarked;
