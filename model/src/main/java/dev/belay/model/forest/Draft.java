package dev.belay.model.forest;

import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenListener;
import dev.belay.model.TokenPrompt;
import java.util.Arrays;
import java.util.List;

/** A completion on its way: what was drawn, and whether it goes on. */
public final class Draft {
    private final TokenPrompt prompt;
    private final int index;
    private final int number;
    private final int budget;
    private int[] tokens = new int[16];
    private float[] logProbs = new float[16];
    private int length;
    private Finish finish = Finish.LENGTH;
    private boolean ended;

    /**
     * @param index of the prompt among those of the call
     * @param number of the sample among those of its prompt
     * @param budget most tokens it may have
     */
    public Draft(TokenPrompt prompt, int index, int number, int budget) {
        this.prompt = prompt;
        this.index = index;
        this.number = number;
        this.budget = budget;
    }

    /** Most tokens a completion of a prompt may have. */
    public static int budget(TokenPrompt prompt, SamplingPlan plan, int contextTokens) {
        return Math.min(plan.maxNewTokens(), contextTokens - prompt.tokens().length);
    }

    /** @throws InvalidInputException when a prompt leaves no room or has an id outside the vocabulary, or there is no sample */
    public static void check(List<TokenPrompt> prompts, int samplesEach, int vocabSize, int contextTokens) {
        if (samplesEach < 1) {
            throw new InvalidInputException("samplesEach must be at least 1, got " + samplesEach);
        }
        for (TokenPrompt prompt : prompts) {
            if (prompt.tokens().length >= contextTokens) {
                throw new InvalidInputException("a prompt of " + prompt.tokens().length
                        + " tokens leaves no room in the model's context of " + contextTokens);
            }
            Forest.checkIds(prompt.tokens(), vocabSize);
        }
    }

    public TokenPrompt prompt() {
        return prompt;
    }

    /** The prompt's index among those of the call. */
    public int index() {
        return index;
    }

    public int budget() {
        return budget;
    }

    /** Tokens drawn so far. */
    public int length() {
        return length;
    }

    /** One of the tokens drawn. */
    public int token(int at) {
        return tokens[at];
    }

    public boolean ended() {
        return ended;
    }

    /** The number that draws the next token. */
    public double uniform() {
        return prompt.key().child(number).uniform(length);
    }

    /** Takes the next token; after the last of its budget or a stop id it has {@link #ended}. */
    public void accept(int token, float logProb, SamplingPlan plan) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
            logProbs = Arrays.copyOf(logProbs, 2 * length);
        }
        tokens[length] = token;
        logProbs[length] = logProb;
        length++;
        if (plan.stopIds().contains(token)) {
            finish = Finish.STOP;
            ended = true;
        }
        ended |= length == budget;
    }

    /** Tells of the newest token. */
    public void tell(TokenListener listener) {
        listener.onToken(index, number, tokens[length - 1]);
    }

    public Generation finished() {
        return new Generation(index, number, Arrays.copyOf(tokens, length), Arrays.copyOf(logProbs, length), finish);
    }
}
