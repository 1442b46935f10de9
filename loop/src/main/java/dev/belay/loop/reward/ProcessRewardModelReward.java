package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Group;
import dev.belay.model.Classifier;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What a token classifier says of each step of an answer, as one number: a process reward model (Lightman et al., "Let's
 * verify step by step", arXiv 2305.20050; Wang et al., "Math-Shepherd", arXiv 2312.08935, which takes the lowest step). The answer
 * is cut into steps, each is followed by the separator the classifier was trained with, and the verdict on a step is read at
 * the separator's last token, as TRL's PRMTrainer trains it: prompt, steps and separators tokenised apart.
 *
 * <p>The verdicts become an outcome reward; they are not yet paid at the steps themselves. Departures from TRL: a conversation
 * is written by the classifier's chat template, up to where the answer begins; no beginning-of-text token is put in front of a
 * text; special tokens that stand in a step are read as characters.
 */
public record ProcessRewardModelReward(
        @Doc("the classifier: hf:OWNER/NAME[@REVISION], or the path of a Hugging Face folder of a"
                + " …ForTokenClassification")
        String model,

        @Doc("what stands between two steps of an answer; steps of white space alone are left out,"
                + " and an answer of nothing else is one empty step")
        @Default("\"\\n\\n\"")
        String stepBreak,

        @Doc("what the classifier reads behind each step: its step_separator") @Default("\"\\n\"")
        String separator,

        @Doc("which of its labels says that a step is right, counted from 0") @Default("1")
        int label,

        @Doc("what becomes of a step's logit: softmax over the labels; sigmoid, for a single label; none")
        @Default("softmax")
        Squash squash,

        @Doc("one number of all steps: min, product, mean, last") @Default("min")
        Aggregate aggregate)
        implements Reward {
    /** Parts of a score: how many steps there were, and every way to make one number of them. */
    private static final String STEPS = "steps";

    /** How the scores of steps become one. */
    public enum Aggregate {
        MIN {
            @Override
            double of(double[] steps) {
                return DoubleStream.of(steps).min().orElseThrow();
            }
        },
        PRODUCT {
            @Override
            double of(double[] steps) {
                return DoubleStream.of(steps).reduce(1, (a, b) -> a * b);
            }
        },
        MEAN {
            @Override
            double of(double[] steps) {
                return DoubleStream.of(steps).average().orElseThrow();
            }
        },
        LAST {
            @Override
            double of(double[] steps) {
                return steps[steps.length - 1];
            }
        };

        /** @param steps scores, at least one */
        abstract double of(double[] steps);
    }

    public ProcessRewardModelReward {
        new AskedLabel(model, label, squash).requireOptions("process-reward-model");
        if (stepBreak.isEmpty() || separator.isEmpty()) {
            throw new InvalidInputException("process-reward-model: stepBreak and separator must not be empty");
        }
        if (aggregate == Aggregate.PRODUCT && squash == Squash.NONE) {
            throw new InvalidInputException(
                    "process-reward-model: aggregate product is for probabilities; squash must be"
                            + " softmax or sigmoid, got none");
        }
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
                        ClassifierSpec.Unit.TOKEN,
                        "judges whole sequences; reward-model asks such a model, and this reward needs a judgement at"
                                + " every step: a …ForTokenClassification");
    }

    @Override
    public void requireReadable(List<List<Message>> prompts, RewardModels models) {
        asked().requireReadable(prompts, models, (judged, prompt) -> judged.steps(prompt, List.of(), separator));
    }

    @Override
    public List<Score> score(Group g, RewardContext c) {
        Classifier classifier = c.models().classifier(model);
        JudgedText judged = JudgedText.by(classifier.tokenizer());
        return Reading.judge(
                g,
                answer -> reading(g.problem().prompt(), answer.text(), judged, classifier.spec()),
                classifier::tokenLogits,
                this::verdict);
    }

    private Reading reading(List<Message> prompt, String answer, JudgedText judged, ClassifierSpec spec) {
        try {
            JudgedText.Steps read = judged.steps(prompt, steps(answer), separator);
            return new Reading(read.ids(), read.ends(), JudgedText.fault(read.ids(), model, spec, ""));
        } catch (InvalidInputException e) {
            return Reading.not(model + " cannot read it: " + e.getMessage());
        }
    }

    private List<String> steps(String answer) {
        List<String> steps = new ArrayList<>();
        for (int from = 0; from <= answer.length(); ) {
            int next = answer.indexOf(stepBreak, from);
            int to = next < 0 ? answer.length() : next;
            if (!answer.substring(from, to).isBlank()) {
                steps.add(answer.substring(from, to));
            }
            from = next < 0 ? answer.length() + 1 : next + stepBreak.length();
        }
        // Saying nothing is judged too: "could not tell" would spare an answer the verdict.
        return steps.isEmpty() ? List.of("") : steps;
    }

    private Score verdict(Reading read, float[][] logits) {
        double[] scores = new double[read.ends().length];
        for (int i = 0; i < scores.length; i++) {
            float[] at = logits[read.ends()[i]];
            scores[i] = asked().score(at);
            if (!Double.isFinite(scores[i])) {
                return asked().noNumber("step " + (i + 1) + " ", at);
            }
        }
        Map<String, Double> parts = new HashMap<>(Map.of(STEPS, (double) scores.length));
        for (Aggregate each : Aggregate.values()) {
            parts.put(each.name().toLowerCase(Locale.ROOT), each.of(scores));
        }
        String note = DoubleStream.of(scores)
                .mapToObj(s -> String.format(Locale.ROOT, "%.2f", s))
                .collect(Collectors.joining(" "));
        return Score.of(aggregate.of(scores), parts, "steps " + note);
    }
}
