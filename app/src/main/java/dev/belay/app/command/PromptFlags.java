package dev.belay.app.command;

import dev.belay.loop.rollout.PromptOptions;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.model.LanguageModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command's rows become prompts; the same choices as {@code prompts} in a recipe. */
final class PromptFlags {
    @Option(
            names = "--prompts",
            defaultValue = "AUTO",
            paramLabel = "FORM",
            description =
                    "auto: texts as they stand, conversations by the model's chat template; text: everything as it"
                            + " stands; chat: texts too, as one user turn. Default: auto.")
    @SuppressWarnings("NullAway.Init") // has a default
    private PromptOptions.Form form;

    @Option(names = "--system", paramLabel = "TEXT", description = "System message for conversations that have none.")
    private @Nullable String system;

    @Option(
            names = "--thinking",
            defaultValue = "AUTO",
            description = "For templates with a thinking mode: on, off or auto. Default: auto.")
    @SuppressWarnings("NullAway.Init") // has a default
    private PromptOptions.Thinking thinking;

    @Option(
            names = "--too-long",
            defaultValue = "ERROR",
            description =
                    "A prompt that leaves no room for an answer: error, or truncate to keep its end. Default: error.")
    @SuppressWarnings("NullAway.Init") // has a default
    private PromptOptions.TooLong tooLong;

    PromptRenderer renderer(LanguageModel model, int maxNewTokens) {
        return new PromptOptions(form, system, thinking, tooLong)
                .renderer(model, maxNewTokens, PromptOptions.SetBy.FLAGS);
    }
}
