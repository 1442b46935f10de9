package dev.belay.testkit;

import dev.belay.model.Classifier;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A classifier that judges by a rule over the token ids and remembers what it was shown. */
public final class ScriptedClassifier implements Classifier {
    private final Tokenizer tokenizer;
    private final ClassifierSpec spec;
    private final Function<int[], float[]> rule;
    private final List<int[]> seen = new ArrayList<>();
    private boolean closed;

    /** @param rule from the tokens up to the one that is read to a logit a label */
    public ScriptedClassifier(
            Tokenizer tokenizer,
            ClassifierSpec.Unit unit,
            List<String> labels,
            int contextTokens,
            Function<int[], float[]> rule) {
        this.tokenizer = tokenizer;
        this.rule = rule;
        spec = new ClassifierSpec(
                "ScriptedForTests", unit, labels, tokenizer.vocabSize(), contextTokens, 0, Dtype.FP32, Device.CPU);
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ClassifierSpec spec() {
        return spec;
    }

    @Override
    public float[][] sequenceLogits(List<int[]> sequences) {
        return show(sequences).stream().map(rule).toArray(float[][]::new);
    }

    @Override
    public float[][][] tokenLogits(List<int[]> sequences) {
        return show(sequences).stream().map(this::atEveryToken).toArray(float[][][]::new);
    }

    private float[][] atEveryToken(int[] sequence) {
        float[][] logits = new float[sequence.length][];
        for (int t = 0; t < sequence.length; t++) {
            logits[t] = rule.apply(Arrays.copyOf(sequence, t + 1));
        }
        return logits;
    }

    private List<int[]> show(List<int[]> sequences) {
        if (closed) {
            throw new IllegalStateException("the classifier is closed");
        }
        seen.addAll(sequences);
        return sequences;
    }

    /** Every sequence it was asked about, in order. */
    public List<int[]> seen() {
        return List.copyOf(seen);
    }

    /** Whether {@link #close} was called. */
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
