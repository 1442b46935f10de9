package dev.belay.model;

import java.util.List;

/**
 * What a classifier is, for messages, estimates and provenance.
 *
 * @param architecture the name in config.json, such as {@code Qwen2ForSequenceClassification}
 * @param unit what it was trained to judge
 * @param labels names in the order of the logits, at least one
 * @param vocabSize V
 * @param contextTokens longest sequence
 * @param parameters numbers, the head's included
 * @param compute the type matrix products run in; never {@link Dtype#AUTO}
 * @param device where it runs
 */
public record ClassifierSpec(
        String architecture,
        Unit unit,
        List<String> labels,
        int vocabSize,
        int contextTokens,
        long parameters,
        Dtype compute,
        Device device) {
    /** What gets one set of logits. */
    public enum Unit {
        /** The whole sequence, read at its last token: outcome reward models, verifiers. */
        SEQUENCE,
        /** Every token: process reward models, which are read where a step ends. */
        TOKEN
    }

    public ClassifierSpec {
        labels = List.copyOf(labels);
    }
}
