package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rollout.SpecialTokens;
import dev.belay.model.ChatFormat;
import dev.belay.model.ChatFormat.Turn;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Prompt and answer as a classifier reads them. The prompt decides: a conversation is written by the classifier's chat
 * template, a text is continued as it stands whether there is a template or not.
 */
record JudgedText(Tokenizer tokenizer, SpecialTokens specials) {
    private static final String ANSWERER = "assistant";

    static JudgedText by(Tokenizer tokenizer) {
        return new JudgedText(tokenizer, SpecialTokens.of(tokenizer));
    }

    /**
     * Why a classifier cannot judge these tokens; empty when it can.
     *
     * @param model its name, for the message
     * @param remedy what to do about a text that is too long; ends the message
     */
    static String fault(int[] ids, String model, ClassifierSpec spec, String remedy) {
        String unknown = unknownToken(ids, model, spec);
        return unknown.isEmpty() && ids.length > spec.contextTokens()
                ? "prompt and answer have " + ids.length + " tokens and the context of " + model + " has "
                        + spec.contextTokens() + remedy
                : unknown;
    }

    /** As {@link #fault}, where length does not matter. */
    static String unknownToken(int[] ids, String model, ClassifierSpec spec) {
        if (ids.length == 0) {
            return "prompt and answer have no tokens";
        }
        int largest = Arrays.stream(ids).max().orElseThrow();
        return largest < spec.vocabSize()
                ? ""
                : "prompt and answer have the token id " + largest + " and the vocabulary of " + model + " has "
                        + spec.vocabSize();
    }

    /**
     * A prompt and the steps of an answer, each followed by a separator.
     *
     * @param ids of all of it
     * @param ends where the last token of each step's separator stands
     */
    record Steps(int[] ids, int[] ends) {}

    /**
     * Prompt, steps and separators are tokenised apart from one another, as TRL's PRMTrainer does: so a separator has the
     * same tokens wherever it stands.
     *
     * @throws dev.belay.model.InvalidInputException as {@link #ids}
     */
    Steps steps(List<Message> prompt, List<String> steps, String separator) {
        List<List<String>> texts = new ArrayList<>();
        texts.add(promptPieces(prompt));
        for (String step : steps) {
            texts.add(specials.pieces(List.of(new Turn(ANSWERER, step)), turn -> true, JudgedText::joined));
        }
        // The recipe's own: special tokens in it count as such.
        texts.add(List.of(separator));
        List<int[]> ids = SpecialTokens.encodeAll(texts, tokenizer);
        int[] end = ids.getLast();
        IntStream.Builder all = IntStream.builder();
        Arrays.stream(ids.getFirst()).forEach(all);
        int[] ends = new int[steps.size()];
        int length = ids.getFirst().length;
        for (int i = 0; i < ends.length; i++) {
            Arrays.stream(ids.get(i + 1)).forEach(all);
            Arrays.stream(end).forEach(all);
            length += ids.get(i + 1).length + end.length;
            ends[i] = length - 1;
        }
        return new Steps(all.build().toArray(), ends);
    }

    private List<String> promptPieces(List<Message> prompt) {
        List<Turn> turns = prompt.stream().map(Message::turn).toList();
        Optional<ChatFormat> template = PromptRenderer.isText(prompt) ? Optional.empty() : tokenizer.chatFormat();
        return template.map(format ->
                        specials.pieces(turns, t -> !t.role().equals("system"), all -> format.prompt(all, Map.of())))
                .orElseGet(() -> List.of(joined(turns)));
    }

    /** @throws dev.belay.model.InvalidInputException when the template refuses the conversation, or a text has no ids */
    int[] ids(List<Message> prompt, String answer) {
        List<Turn> turns = new ArrayList<>();
        prompt.forEach(message -> turns.add(message.turn()));
        turns.add(new Turn(ANSWERER, answer));
        Optional<ChatFormat> template = PromptRenderer.isText(prompt) ? Optional.empty() : tokenizer.chatFormat();
        List<String> pieces = template.map(format ->
                        specials.pieces(turns, t -> !t.role().equals("system"), all -> format.finished(all, Map.of())))
                .orElseGet(() -> specials.pieces(turns, t -> t.role().equals(ANSWERER), JudgedText::joined));
        return SpecialTokens.encodeAll(List.of(pieces), tokenizer).getFirst();
    }

    private static String joined(List<Turn> turns) {
        StringBuilder all = new StringBuilder();
        turns.forEach(turn -> all.append(turn.text()));
        return all.toString();
    }
}
