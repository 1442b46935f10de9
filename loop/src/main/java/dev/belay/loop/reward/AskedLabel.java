package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A label of a classifier that a reward asks about, and what becomes of its logit.
 *
 * @param model as the recipe names the classifier
 */
record AskedLabel(String model, int label, Squash squash) {
    /** @param reward the entry whose options these are, for messages */
    void requireOptions(String reward) {
        if (model.isBlank()) {
            throw new InvalidInputException(reward + ": model must not be blank");
        }
        if (label < 0) {
            throw new InvalidInputException(reward + ": label must not be negative, got " + label);
        }
    }

    Range range() {
        return squash == Squash.NONE ? Range.ANY : Range.UNIT;
    }

    /**
     * Checks that the classifier is of the kind that is needed and has the label.
     *
     * @param otherwise what a classifier of the other unit does and who asks it; ends the message
     */
    void requireIn(ClassifierSpec spec, ClassifierSpec.Unit unit, String otherwise) {
        String place = model + " (" + spec.architecture() + ") ";
        if (spec.unit() != unit) {
            throw new InvalidInputException(place + otherwise);
        }
        if (label >= spec.labels().size()) {
            throw new InvalidInputException(place + "has " + spec.labels().size() + " labels " + spec.labels()
                    + "; label must be below that, got " + label);
        }
        if (squash == Squash.SOFTMAX && spec.labels().size() == 1) {
            throw new InvalidInputException(
                    place + "has one label, whose softmax is always 1; squash must be none or sigmoid");
        }
    }

    /** @param read fails for a prompt that the classifier cannot read */
    void requireReadable(List<List<Message>> prompts, RewardModels models, BiConsumer<JudgedText, List<Message>> read) {
        JudgedText judged = JudgedText.by(models.classifier(model).tokenizer());
        try {
            prompts.parallelStream().forEach(prompt -> read.accept(judged, prompt));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(model + " cannot read the prompt: " + e.getMessage(), e);
        }
    }

    /** The score in a set of logits; no number where they hold none. */
    double score(float[] logits) {
        return Float.isFinite(logits[label]) ? squash.of(logits, label) : Double.NaN;
    }

    /** @param where "" or the place in the answer, with a space behind it */
    Score.Ungradable noNumber(String where, float[] logits) {
        return new Score.Ungradable(model + " gave " + where + "the logits " + Arrays.toString(logits));
    }
}
