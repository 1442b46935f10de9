package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.SpecialTokens;
import dev.belay.model.ChatFormat.Turn;
import dev.belay.model.Classifier;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
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
 * <p>The classifier reads the conversation as its own chat template writes it, ending behind the answer; if it has no
 * template, the prompt's text and the answer's behind it, with nothing added. That is what TRL does with an {@code
 * AutoModelForSequenceClassification}. Departures: special tokens that stand in a user's turn or an answer are read as
 * characters, so that an answer cannot end its turn and go on in another role; the answer is the completion's text, without
 * the special tokens it was sampled with; padding is the {@code pad_token_id} of config.json, which TRL takes from the
 * tokenizer.
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

    private static final String ANSWERER = "assistant";

    /** What becomes of the logit. */
    public enum Squash {
        NONE,
        SIGMOID,
        SOFTMAX
    }

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
            throw new InvalidInputException(
                    place + "judges single tokens, as process reward models do; this reward needs"
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
    public List<Score> score(Group g, RewardContext c) {
        Classifier classifier = c.models().classifier(model);
        int context = classifier.spec().contextTokens();
        List<int[]> texts = texts(g, classifier.tokenizer());
        List<int[]> read = texts.stream()
                .filter(ids -> reasonAgainst(ids, context).isEmpty())
                .map(ids -> Arrays.copyOfRange(ids, Math.max(0, ids.length - context), ids.length))
                .toList();
        Iterator<float[]> logits =
                Arrays.asList(classifier.sequenceLogits(read)).iterator();
        List<Score> scores = new ArrayList<>(g.size());
        for (int[] ids : texts) {
            String reason = reasonAgainst(ids, context);
            scores.add(reason.isEmpty() ? verdict(logits.next()) : new Score.Ungradable(reason));
        }
        return scores;
    }

    /** Why a text cannot be read; empty when it can. */
    private String reasonAgainst(int[] ids, int context) {
        if (ids.length == 0) {
            return "prompt and answer have no tokens";
        }
        return ids.length > context && tooLong == TooLong.UNGRADABLE
                ? "prompt and answer have " + ids.length + " tokens and the context of " + model + " has " + context
                        + "; tooLong: truncate keeps the end"
                : "";
    }

    private List<int[]> texts(Group g, Tokenizer tokenizer) {
        List<Turn> prompt = g.problem().prompt().stream().map(Message::turn).toList();
        SpecialTokens specials = SpecialTokens.of(tokenizer);
        List<List<String>> texts = new ArrayList<>(g.size());
        for (Completion answer : g.members()) {
            List<Turn> turns = new ArrayList<>(prompt);
            turns.add(new Turn(ANSWERER, answer.text()));
            texts.add(tokenizer
                    .chatFormat()
                    .map(format -> specials.pieces(
                            turns, t -> !t.role().equals("system"), all -> format.finished(all, Map.of())))
                    .orElseGet(
                            () -> specials.pieces(turns, t -> t.role().equals(ANSWERER), RewardModelReward::joined)));
        }
        return SpecialTokens.encodeAll(texts, tokenizer);
    }

    private static String joined(List<Turn> turns) {
        StringBuilder all = new StringBuilder();
        turns.forEach(turn -> all.append(turn.text()));
        return all.toString();
    }

    private Score verdict(float[] logits) {
        double value = switch (squash) {
            case NONE -> logits[label];
            case SIGMOID -> 1 / (1 + Math.exp(-logits[label]));
            case SOFTMAX -> softmax(logits);
        };
        return Double.isFinite(value) && Float.isFinite(logits[label])
                ? Score.of(value, Map.of(LOGIT, (double) logits[label]), "")
                : new Score.Ungradable(model + " gave the logits " + Arrays.toString(logits));
    }

    /** exp(z_label) / sum of exp(z), the largest taken out. */
    private double softmax(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float z : logits) {
            largest = Math.max(largest, z);
        }
        double sum = 0;
        for (float z : logits) {
            sum += Math.exp(z - largest);
        }
        return Math.exp(logits[label] - largest) / sum;
    }
}
