package dev.belay.model.cpu;

import dev.belay.model.Generation;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenListener;
import dev.belay.model.forest.Draft;
import java.util.Arrays;

/** One completion on its way, and the rows in which the model left what it computed of it. */
final class Sample {
    private final SharedPrompt prompt;
    private final Draft draft;
    private int[] rows = new int[16];
    private int recorded;

    /**
     * @param number of the sample among those of its prompt
     * @param budget most tokens it may have
     */
    Sample(SharedPrompt prompt, int number, int budget) {
        this.prompt = prompt;
        draft = new Draft(prompt.prompt, prompt.index, number, budget);
    }

    SharedPrompt prompt() {
        return prompt;
    }

    /** The newest token; the prompt's last before any was drawn. */
    int token() {
        int length = draft.length();
        return length == 0 ? prompt.prompt.tokens()[prompt.prefillTokens()] : draft.token(length - 1);
    }

    /** Most tokens it may have. */
    int budget() {
        return draft.budget();
    }

    boolean ended() {
        return draft.ended();
    }

    /** Says in which row the model left what it computed for the newest token. */
    void recorded(int row) {
        if (recorded == rows.length) {
            rows = Arrays.copyOf(rows, 2 * recorded);
        }
        rows[recorded++] = row;
    }

    /** The row of each token that went through the model, the prompt's last before all; none if not recorded. */
    int[] rows() {
        return Arrays.copyOf(rows, recorded);
    }

    /** The tokens of {@link #rows}. */
    int[] fed() {
        int[] fed = new int[draft.length()];
        fed[0] = prompt.prompt.tokens()[prompt.prefillTokens()];
        for (int i = 1; i < fed.length; i++) {
            fed[i] = draft.token(i - 1);
        }
        return fed;
    }

    /** Draws the next token. */
    void accept(Distribution d, SamplingPlan plan) {
        boolean greedy = plan.warp().greedy();
        int token = greedy ? d.argmax() : d.sample(draft.uniform());
        draft.accept(token, greedy ? 0 : d.logProb(token), plan);
    }

    /** Tells of the newest token. */
    void tell(TokenListener listener) {
        draft.tell(listener);
    }

    Generation finished() {
        return draft.finished();
    }
}
