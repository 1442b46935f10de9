package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Group;
import dev.belay.model.Classifier;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.InvalidInputException;
import java.util.Arrays;
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
        new AskedLabel(model, label, squash).requireOptions("reward-model");
    }

    private AskedLabel asked() {
        return new AskedLabel(model, label, squash);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FROZEN_MODEL);
    }

    @Override
    public Range range() {
        return asked().range();
    }

    @Override
    public void prepare(RewardModels models) {
        asked().requireIn(
                        models.classifier(model).spec(),
                        ClassifierSpec.Unit.SEQUENCE,
                        "judges single tokens, as process reward models do: process-reward-model asks them; this reward"
                                + " needs one judgement of the whole answer: a …ForSequenceClassification");
    }

    @Override
    public void requireReadable(List<List<Message>> prompts, RewardModels models) {
        asked().requireReadable(prompts, models, (judged, prompt) -> judged.ids(prompt, ""));
    }

    @Override
    public List<Score> score(Group g, RewardContext c) {
        Classifier classifier = c.models().classifier(model);
        JudgedText judged = JudgedText.by(classifier.tokenizer());
        return Reading.judge(
                g,
                answer -> reading(g.problem().prompt(), answer.text(), judged, classifier.spec()),
                classifier::sequenceLogits,
                (reading, logits) -> verdict(logits));
    }

    private Reading reading(List<Message> prompt, String answer, JudgedText judged, ClassifierSpec spec) {
        int[] ids;
        try {
            ids = judged.ids(prompt, answer);
        } catch (InvalidInputException e) {
            return Reading.not(model + " cannot read it: " + e.getMessage());
        }
        int context = spec.contextTokens();
        return Reading.of(Arrays.copyOfRange(ids, Math.max(0, ids.length - context), ids.length), faultOf(ids, spec));
    }

    private String faultOf(int[] ids, ClassifierSpec spec) {
        return ids.length > spec.contextTokens() && tooLong == TooLong.TRUNCATE
                ? JudgedText.unknownToken(ids, model, spec)
                : JudgedText.fault(ids, model, spec, "; tooLong: truncate keeps the end");
    }

    private Score verdict(float[] logits) {
        double value = asked().score(logits);
        return Double.isFinite(value)
                ? Score.of(value, Map.of(LOGIT, (double) logits[label]), "")
                : asked().noNumber("", logits);
    }
}
