package dev.belay.model.checkpoint;

import dev.belay.model.ClassifierSpec.Unit;
import dev.belay.model.InvalidInputException;
import java.util.List;

/** What turns the hidden states behind the last norm into logits. */
public sealed interface OutputHead {
    OutputHead NEXT_TOKEN = new NextToken();

    /** A logit for each token of the vocabulary; the matrix may be that of the embedding. */
    record NextToken() implements OutputHead {
        public static final String WEIGHT = "lm_head.weight";

        @Override
        public String suffix() {
            return "ForCausalLM";
        }
    }

    /**
     * A logit for each of a few labels: {@code score.weight} and, in transformers' token classifiers, {@code score.bias}.
     *
     * @param unit what gets one set of logits
     * @param labels names in the order of the logits, at least one
     * @param biased whether there is a bias
     */
    record Classification(Unit unit, List<String> labels, boolean biased) implements OutputHead {
        public static final String WEIGHT = "score.weight";
        public static final String BIAS = "score.bias";

        /** More than any classifier has; a wrong number is not to ask for all of memory. */
        static final int MOST_LABELS = 100_000;

        public Classification {
            labels = List.copyOf(labels);
            if (labels.isEmpty() || labels.size() > MOST_LABELS) {
                throw new InvalidInputException(
                        "a classification head has 1 to " + MOST_LABELS + " labels, got " + labels.size());
            }
        }

        /** Whether a parameter belongs to such a head. */
        public static boolean holds(ParameterShape p) {
            return p.name().equals(WEIGHT) || p.name().equals(BIAS);
        }

        /** The head of transformers' {@code …ForSequenceClassification}. */
        public static Classification ofSequences(String... labels) {
            return new Classification(Unit.SEQUENCE, List.of(labels), false);
        }

        /** The head of transformers' {@code …ForTokenClassification}. */
        public static Classification ofTokens(String... labels) {
            return new Classification(Unit.TOKEN, List.of(labels), true);
        }

        @Override
        public String suffix() {
            return switch (unit) {
                case SEQUENCE -> "ForSequenceClassification";
                case TOKEN -> "ForTokenClassification";
            };
        }
    }

    /** What the class names of transformers end in. */
    String suffix();
}
