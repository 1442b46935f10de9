package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Group;
import dev.belay.model.Classifier;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.InvalidInputException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a sequence classifier says of prompt and answer: a reward model trained on preferences (Ouyang et al., "Training
 * language models to follow instructions with human feedback", arXiv 2203.02155, section 3.5), or an outcome verifier
 * trained with cross-entropy (Cobbe et al., "Training verifiers to solve math word problems", arXiv 2110.14168).
 *
 * <p>What the classifier reads is what TRL gives an {@code AutoModelForSequenceClassification}, and the data decide: a
 * prompt that is a conversation, with the system message the recipe adds to it, is written with the answer by the
 * classifier's own chat template; a prompt that is text is followed by the answer's text, with nothing added, even where
 * there is a template. Departures: a conversation for a classifier without a template is text after text, where TRL fails;
 * special tokens that stand in a user's turn or an answer are read as characters, so that an answer cannot end its turn and
 * go on in another role; the answer is the completion's text, without the special tokens it was sampled with; padding is
 * the {@code pad_token_id} of config.json, which TRL takes from the tokenizer.
 */
public record RewardModelReward(
        @Doc("the classifier: hf:OWNER/NAME[@REVISION], or the path of a Hugging Face folder of a"
                + " …ForSequenceClassification")
        String model,

        @Doc("which of its labels is the reward, counted from 0") @Default("0")
        int label,

        @Doc("what becomes of the logit: none; sigmoid, for verifiers trained with cross-entropy on one label;"
                + " softmax over the labels, for those trained on several")
        @Default("none")
        Squash squash,

        @Doc("an answer that does not fit the classifier's context is: ungradable, or truncate, which keeps the end"
                + " of the text")
        @Default("ungradable")
        TooLong tooLong)
        implements Reward {
    /** Part of a score: the logit before it is squashed. */
    private static final String LOGIT = "logit";

    /** What becomes of a text longer than the classifier's context. */
    public enum TooLong {
        UNGRADABLE,
        TRUNCATE
    }

    public RewardModelReward {
        if (model.isBlank()) {
            throw new InvalidInputException("reward-model: model must not be blank");
        }
        if (label < 0) {
            throw new InvalidInputException("reward-model: label must not be negative, got " + label);
        }
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FROZEN_MODEL);
    }

    @Override
    public Range range() {
        return squash == Squash.NONE ? Range.ANY : Range.UNIT;
    }

    @Override
    public void prepare(RewardModels models) {
        ClassifierSpec spec = models.classifier(model).spec();
        String place = model + " (" + spec.architecture() + ") ";
        if (spec.unit() != ClassifierSpec.Unit.SEQUENCE) {
            throw new InvalidInputException(place
                    + "judges single tokens, as process reward models do: process-reward-model asks them; this reward needs"
                    + " one judgement of the whole answer: a …ForSequenceClassification");
        }
        if (label >= spec.labels().size()) {
            throw new InvalidInputException(place + "has " + spec.labels().size() + " labels " + spec.labels()
                    + "; label must be below that, got " + label);
        }
        if (squash == Squash.SOFTMAX && spec.labels().size() == 1) {
            throw new InvalidInputException(
                    place + "has one label, whose softmax is always 1; squash must be none or" + " sigmoid");
        }
    }

    @Override
    public void requireReadable(List<List<Message>> prompts, RewardModels models) {
        JudgedText judged = JudgedText.by(models.classifier(model).tokenizer());
        try {
            prompts.parallelStream().forEach(prompt -> judged.ids(prompt, ""));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(model + " cannot read the prompt: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Score> score(Group g, RewardContext c) {
        Classifier classifier = c.models().classifier(model);
        JudgedText judged = JudgedText.by(classifier.tokenizer());
        List<Reading> readings = g.members().stream()
                .map(answer -> reading(g.problem().prompt(), answer.text(), judged, classifier.spec()))
                .toList();
        List<int[]> readable = readings.stream()
                .filter(reading -> reading.fault().isEmpty())
                .map(Reading::ids)
                .toList();
        Iterator<float[]> logits =
                Arrays.asList(classifier.sequenceLogits(readable)).iterator();
        return readings.stream()
                .map(reading -> reading.fault().isEmpty()
                        ? verdict(logits.next())
                        : (Score) new Score.Ungradable(reading.fault()))
                .toList();
    }

    /**
     * An answer on its way to the classifier.
     *
     * @param fault why it cannot be read; empty when it can
     */
    private record Reading(int[] ids, String fault) {}

    /** What the classifier cannot read is a verdict of "could not tell" about this answer, and costs no other its own. */
    private Reading reading(List<Message> prompt, String answer, JudgedText judged, ClassifierSpec spec) {
        int[] ids;
        try {
            ids = judged.ids(prompt, answer);
        } catch (InvalidInputException e) {
            return new Reading(new int[0], model + " cannot read it: " + e.getMessage());
        }
        int context = spec.contextTokens();
        return new Reading(Arrays.copyOfRange(ids, Math.max(0, ids.length - context), ids.length), faultOf(ids, spec));
    }

    private String faultOf(int[] ids, ClassifierSpec spec) {
        return ids.length > spec.contextTokens() && tooLong == TooLong.TRUNCATE
                ? JudgedText.unknownToken(ids, model, spec)
                : JudgedText.fault(ids, model, spec, "; tooLong: truncate keeps the end");
    }

    private Score verdict(float[] logits) {
        double value = squash.of(logits, label);
        return Double.isFinite(value) && Float.isFinite(logits[label])
                ? Score.of(value, Map.of(LOGIT, (double) logits[label]), "")
                : new Score.Ungradable(model + " gave the logits " + Arrays.toString(logits));
    }
}
