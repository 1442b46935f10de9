package dev.belay.lab.rollouts;

import dev.belay.loop.rollout.Group;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of completions as a run stored it.
 *
 * @param step steps trained when it was sampled
 * @param kind {@code train}, {@code greedy} or {@code sampled}
 * @param group problem, texts, tokens and log-probabilities; who wrote which token is not stored, so all are the policy's
 * @param truths true reward of each member then; null where it could not be graded
 */
public record StoredGroup(int step, String kind, Group group, List<@Nullable Double> truths) {
    public StoredGroup {
        truths = Collections.unmodifiableList(truths);
    }
}
