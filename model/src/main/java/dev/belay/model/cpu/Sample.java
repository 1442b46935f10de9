package dev.belay.model.cpu;

import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenListener;
import java.util.Arrays;

/** One completion on its way. */
final class Sample {
    private final SharedPrompt prompt;
    private final int number;
    private final int budget;
    private int[] tokens = new int[16];
    private float[] logProbs = new float[16];
    private int[] rows = new int[16];
    private int recorded;
    private int length;
    private Finish finish = Finish.LENGTH;
    private boolean ended;

    /**
     * @param number of the sample among those of its prompt
     * @param budget most tokens it may have
     */
    Sample(SharedPrompt prompt, int number, int budget) {
        this.prompt = prompt;
        this.number = number;
        this.budget = budget;
    }

    SharedPrompt prompt() {
        return prompt;
    }

    /** The newest token; the prompt's last before any was drawn. */
    int token() {
        return length == 0 ? prompt.prompt.tokens()[prompt.prefillTokens()] : tokens[length - 1];
    }

    /** Most tokens it may have. */
    int budget() {
        return budget;
    }

    boolean ended() {
        return ended;
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
        int[] fed = new int[length];
        fed[0] = prompt.prompt.tokens()[prompt.prefillTokens()];
        System.arraycopy(tokens, 0, fed, 1, length - 1);
        return fed;
    }

    /** Draws the next token. */
    void accept(Distribution d, SamplingPlan plan) {
        boolean greedy = plan.warp().greedy();
        int token =
                greedy ? d.argmax() : d.sample(prompt.prompt.key().child(number).uniform(length));
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
            logProbs = Arrays.copyOf(logProbs, 2 * length);
        }
        tokens[length] = token;
        logProbs[length] = greedy ? 0 : d.logProb(token);
        length++;
        if (plan.stopIds().contains(token)) {
            finish = Finish.STOP;
            ended = true;
        }
        ended |= length == budget;
    }

    /** Tells of the newest token. */
    void tell(TokenListener listener) {
        listener.onToken(prompt.index, number, token());
    }

    Generation finished() {
        return new Generation(
                prompt.index, number, Arrays.copyOf(tokens, length), Arrays.copyOf(logProbs, length), finish);
    }
}
