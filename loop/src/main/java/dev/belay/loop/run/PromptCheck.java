package dev.belay.loop.run;

import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Renders the prompts of a data set before anything is done with them: one that is too long, or that the model's chat
 * template refuses, is an error with its place now, and not when it is drawn.
 *
 * @param kind of the problems, for messages: {@code training} or {@code held-out}
 * @param listener hears how far it is, and how many prompts were cut where the recipe allows that
 * @param judges throws {@link InvalidInputException} when others that read the prompts as they are shown cannot
 */
public record PromptCheck(
        String kind,
        PromptRenderer renderer,
        Tokenizer tokenizer,
        RunListener listener,
        Consumer<List<List<Message>>> judges) {
    private static final int AT_ONCE = 2048;

    /** Places that a message names beside the first. */
    private static final int NAMED = 5;

    /** Where nobody but the policy reads the prompts. */
    public PromptCheck(String kind, PromptRenderer renderer, Tokenizer tokenizer, RunListener listener) {
        this(kind, renderer, tokenizer, listener, prompts -> {});
    }

    /**
     * @param place where a problem stands
     * @throws InvalidInputException with the places of those that cannot be used
     */
    public void require(List<Problem> problems, Function<Problem, String> place) {
        List<String> refused = new ArrayList<>();
        for (int from = 0; from < problems.size() && refused.isEmpty(); from += AT_ONCE) {
            listener.onCheckingPrompts(kind, from, problems.size());
            List<Problem> some = problems.subList(from, Math.min(from + AT_ONCE, problems.size()));
            try {
                read(some.stream().map(Problem::prompt).toList());
            } catch (InvalidInputException e) {
                refused.addAll(refused(some, place));
                if (refused.isEmpty()) {
                    throw e;
                }
            }
        }
        int cut = renderer.takeTruncated();
        if (!refused.isEmpty()) {
            throw new InvalidInputException(String.join("", refused));
        }
        listener.onCheckingPrompts(kind, problems.size(), problems.size());
        if (cut > 0) {
            listener.onNotice(cut + " of " + problems.size() + " " + kind
                    + " prompts leave no room in the context and are cut to their end (prompts.tooLong: truncate)");
        }
    }

    private void read(List<List<Message>> prompts) {
        renderer.renderAll(prompts, tokenizer);
        judges.accept(prompts.stream().map(renderer::shown).toList());
    }

    /** The first refusal with its place, then the places of some others: one file usually has one fault many times. */
    private List<String> refused(List<Problem> problems, Function<Problem, String> place) {
        List<String> sentences = new ArrayList<>();
        for (Problem problem : problems) {
            try {
                read(List.of(problem.prompt()));
            } catch (InvalidInputException e) {
                String where = place.apply(problem);
                sentences.add(
                        switch (sentences.size()) {
                            case 0 -> where + ": " + e.getMessage();
                            case 1 -> "; also refused: " + where;
                            default -> sentences.size() <= NAMED ? ", " + where : ", …";
                        });
                if (sentences.size() > NAMED + 1) {
                    return sentences;
                }
            }
        }
        return sentences;
    }
}
