package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.Whitespace;

/**
 * The response begins with the prompt, word for word, in any case.
 *
 * @param prompt the text to repeat ({@code prompt_to_repeat})
 */
public record RepeatPrompt(String prompt) implements Instruction {

    public static final String ID = "combination:repeat_prompt";

    public RepeatPrompt {
        prompt = Checks.text("prompt_to_repeat", prompt);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        boolean repeated = LetterCase.lower(Whitespace.strip(text)).startsWith(LetterCase.lower(prompt));
        return RuleResult.of(repeated, repeated ? "repeats the prompt first" : "does not begin with the prompt");
    }
}
