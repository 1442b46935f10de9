package dev.belay.loop;

import java.util.Map;

/**
 * What a run has to remember beside weights and optimizer moments to go on as if never interrupted. Small, because
 * every random draw is a function of seed and place.
 *
 * @param step steps finished
 * @param drawn problems drawn from the training source
 * @param tokens tokens sampled and trained on so far, prompts included
 * @param stages text that stages with a memory of their own left, by stage name
 */
public record LoopState(int step, long drawn, long tokens, Map<String, String> stages) {
    public LoopState {
        stages = Map.copyOf(stages);
    }
}
