package dev.belay.lab.pretrain;

import dev.belay.loop.data.chains.Chain;
import dev.belay.loop.data.chains.ChainFormat;
import dev.belay.model.RandomKey;
import java.util.List;

/**
 * Writes one solved problem of the corpus. Errors follow a rule and not chance alone: a forgotten carry is the same
 * wrong digit every time, which a small network can learn as a habit; errors drawn independently would leave its most
 * probable answer always right and nothing for reinforcement learning to correct.
 */
final class Traces {
    private static final List<String> OPENERS = List.of("first, ", "we know that ", "let me see ", "i need to do ");
    private static final List<String> LINKS = List.of("next, ", "so that ", "then ", "as a result ");
    private static final List<String> CLOSERS = List.of("finally, ", "thus ", "therefore ", "hence ");
    private static final List<String> CHECKS = List.of("wait, ", "let me check ", "let me try again ");
    private static final double CHECK_SHARE = 0.15;

    private Traces() {}

    /** Every connective, for a tokenizer that gives each a token of its own. */
    static List<List<String>> connectives() {
        return List.of(OPENERS, LINKS, CLOSERS, CHECKS);
    }

    /** What follows the prompt, without an end mark. */
    static String solution(Chain chain, TraceStyle style, RandomKey key) {
        StringBuilder text = new StringBuilder();
        int value = chain.terms().getFirst();
        List<Chain.Step> steps = chain.steps();
        text.append(style.strategy() == Strategy.CODE ? ChainFormat.CODE_HEADER : "");
        for (int i = 0; i < steps.size(); i++) {
            Chain.Step step = new Chain.Step(value, steps.get(i).term());
            value = result(step, style, key.child(i));
            boolean last = i == steps.size() - 1;
            switch (style.strategy()) {
                case CODE ->
                    text.append(step.expression()).append('=').append(value).append(last ? "" : ";");
                case PLAIN ->
                    prose(text, step, value, i == 0, last, key.child("prose").child(i));
                case DIRECT -> {}
            }
        }
        if (key.uniform(0) < style.missingBox()) {
            return style.strategy() == Strategy.DIRECT ? Integer.toString(value) : text.toString();
        }
        return text.append(style.strategy() == Strategy.DIRECT ? "" : " ")
                .append(ChainFormat.BOX)
                .append(value)
                .append('}')
                .toString();
    }

    /** What a solver of this style writes down; never below zero, because the format has no negative numbers. */
    private static int result(Chain.Step step, TraceStyle style, RandomKey key) {
        int value = key.uniform(0) < style.forgetCarry() ? step.resultWithoutCarry() : step.result();
        if (key.uniform(1) < style.slip()) {
            value += key.uniform(2) < 0.5 ? 1 : -1;
        }
        return Math.max(0, value);
    }

    private static void prose(
            StringBuilder text, Chain.Step step, int value, boolean first, boolean last, RandomKey key) {
        String sentence = step.expression() + "=" + value + ".";
        text.append(first ? "" : " ")
                .append(pick(first ? OPENERS : last ? CLOSERS : LINKS, key, 0))
                .append(sentence);
        if (last && key.uniform(1) < CHECK_SHARE) {
            text.append(' ').append(pick(CHECKS, key, 2)).append(sentence);
        }
    }

    private static String pick(List<String> choices, RandomKey key, long counter) {
        return choices.get(key.below(choices.size(), counter));
    }
}
