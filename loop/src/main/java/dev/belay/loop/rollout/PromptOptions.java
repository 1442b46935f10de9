package dev.belay.loop.rollout;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import org.jspecify.annotations.Nullable;

/** {@code prompts}: how problems become the token ids a policy continues. */
public record PromptOptions(
        @Doc("auto: texts as they stand, conversations by the model's chat template; text: everything as it stands; "
                + "chat: texts too, as one user turn")
        @Default("auto")
        Form form,

        @Doc("system message for conversations that have none") @Nullable
        String system,

        @Doc("for templates with a thinking mode, such as Qwen3's: on, off, or auto for the template's own choice")
        @Default("auto")
        Thinking thinking,

        @Doc("what happens to a prompt that leaves no room for an answer: error, or truncate to keep its end; cut"
                + " ones are counted in prompts/truncated")
        @Default("error")
        TooLong tooLong) {
    /** What the model's prompt is made of. */
    public enum Form {
        AUTO,
        TEXT,
        CHAT
    }

    /** Whether the model is asked to think first. */
    public enum Thinking {
        AUTO,
        ON,
        OFF
    }

    /** What becomes of a prompt longer than the context allows. */
    public enum TooLong {
        ERROR,
        TRUNCATE
    }

    /** What a recipe that says nothing gets. */
    public static final PromptOptions DEFAULT = new PromptOptions(Form.AUTO, null, Thinking.AUTO, TooLong.ERROR);

    /** What messages tell a user to change: the keys of a recipe, or the flags of a command that has none. */
    public enum SetBy {
        RECIPE("set prompts.form to text", "set prompts.form to chat", "set prompts.tooLong to truncate"),
        FLAGS("add --prompts text", "add --prompts chat", "add --too-long truncate");

        final String asText;
        final String asChat;
        final String truncated;

        SetBy(String asText, String asChat, String truncated) {
            this.asText = asText;
            this.asChat = asChat;
            this.truncated = truncated;
        }
    }

    /** Whether anything is set that a prompt without turns cannot take. */
    boolean forConversations() {
        return system != null || thinking != Thinking.AUTO;
    }

    /**
     * The renderer for a model.
     *
     * @param maxNewTokens room that a truncated prompt leaves
     * @throws InvalidInputException when a recipe's maxNewTokens leaves no room for a prompt
     */
    public PromptRenderer renderer(LanguageModel model, int maxNewTokens, SetBy setBy) {
        int context = model.spec().contextTokens();
        if (setBy == SetBy.RECIPE && maxNewTokens >= context) {
            throw new InvalidInputException("rollout.maxNewTokens and evaluate.maxNewTokens must be below the model's"
                    + " context of " + context + " tokens, to leave room for a prompt; got " + maxNewTokens);
        }
        return new ModelPrompts(this, setBy, model.tokenizer(), model.spec(), maxNewTokens);
    }
}
