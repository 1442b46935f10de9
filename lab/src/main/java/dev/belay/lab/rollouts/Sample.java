package dev.belay.lab.rollouts;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A completion with its scores.
 *
 * @param right whether the true check says so; null when it could not tell
 * @param seen reward that training saw; null when ungradable
 * @param truth true reward; null when unknown
 * @param advantage mean over the tokens; null when the sample was not trained on
 * @param verdict how the answer was read and compared, in words
 * @param parts what each of several rewards said
 */
public record Sample(
        int step,
        String problem,
        String prompt,
        String text,
        @Nullable String reference,
        @Nullable Boolean right,
        @Nullable Double seen,
        @Nullable Double truth,
        @Nullable Double advantage,
        @Nullable String strategy,
        @Nullable String finish,
        @Nullable String verdict,
        Map<String, Double> parts) {}
