package dev.belay.loop.rollout;

import dev.belay.model.Finish;
import java.util.Arrays;
import java.util.List;

/**
 * One answer of the policy. Arrays are not copied and must not be changed.
 *
 * @param tokens (T) without the prompt; the stop id, if one was sampled, is the last
 * @param logProbs (T) of the sampler; 0 where the policy did not write the token
 * @param text decoded once from the tokens, special tokens left out
 * @param spans in order, without gaps or overlap, covering all tokens
 * @param finish the sampler's word on why it ended
 * @param sampledUnder prompt tokens the sampler saw
 * @param scoredUnder prompt tokens the completion is trained under; usually the same array
 */
public record Completion(
        int[] tokens,
        float[] logProbs,
        String text,
        List<Span> spans,
        Finish finish,
        int[] sampledUnder,
        int[] scoredUnder) {
    public Completion {
        spans = List.copyOf(spans);
        int end = 0;
        for (Span span : spans) {
            if (span.from() != end) {
                throw new IllegalArgumentException("spans must follow one another from token 0, got " + spans);
            }
            end = span.to();
        }
        if (end != tokens.length || logProbs.length != tokens.length) {
            throw new IllegalArgumentException("spans cover " + end + " tokens and there are " + logProbs.length
                    + " log-probabilities for " + tokens.length + " tokens");
        }
    }

    /** (T) whether each token is trained on. */
    public boolean[] trainable() {
        boolean[] mask = new boolean[tokens.length];
        for (Span span : spans) {
            Arrays.fill(mask, span.from(), span.to(), span.trainable());
        }
        return mask;
    }

    public int trainableTokens() {
        int n = 0;
        for (Span span : spans) {
            n += span.trainable() ? span.to() - span.from() : 0;
        }
        return n;
    }

    /** Whether it was cut off by the token budget. */
    public boolean truncated() {
        return finish == Finish.LENGTH;
    }
}
