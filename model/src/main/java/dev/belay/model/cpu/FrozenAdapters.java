package dev.belay.model.cpu;

import dev.belay.model.Generation;
import dev.belay.model.LanguageModel;
import dev.belay.model.MemoryPlan;
import dev.belay.model.ModelSpec;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenListener;
import dev.belay.model.TokenPrompt;
import dev.belay.model.TokenScores;
import dev.belay.model.Tokenizer;
import dev.belay.model.UpdateStats;
import dev.belay.model.WeightRule;
import dev.belay.model.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A model as it was at one moment of the training of its adapters. Of its own it has the adapters' numbers of then, and no
 * weights: those do not change. To answer it puts its numbers in the place of the model's for as long as that takes, and the
 * projections under adapters are packed again when the next to answer is another than the last. So a reference policy costs
 * twice that time a step, in however many calls, and, beside the adapters, no memory; a second set of packed weights would
 * cost 4 bytes a weight and no time.
 */
final class FrozenAdapters implements LanguageModel {
    private final CpuModel model;
    private final Adapters adapters;
    private final FloatMemory numbers;
    private final long version;
    private boolean closed;

    FrozenAdapters(CpuModel model, Adapters adapters) {
        this.model = model;
        this.adapters = adapters;
        numbers = adapters.snapshot();
        version = adapters.newVersion();
    }

    /** What one takes. */
    static MemoryPlan memory(Adapters adapters) {
        return new MemoryPlan(adapters.bytes(), 0, 0, 0, 0, 0, 0, 0);
    }

    private <T> T asThen(Supplier<T> ask) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        return adapters.asIf(numbers, version, ask);
    }

    @Override
    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    @Override
    public ModelSpec spec() {
        return model.spec();
    }

    @Override
    public List<Generation> generate(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan) {
        return asThen(() -> model.generate(prompts, samplesEach, plan));
    }

    @Override
    public List<Generation> generate(
            List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan, TokenListener listener) {
        return asThen(() -> model.generate(prompts, samplesEach, plan, listener));
    }

    @Override
    public TokenScores score(TokenBatch batch, Set<Stat> want) {
        return asThen(() -> model.score(batch, want));
    }

    @Override
    public MemoryPlan memoryFor(Workload work) {
        return memory(adapters);
    }

    @Override
    public float[] weights() {
        return asThen(model::weights);
    }

    @Override
    public LanguageModel frozenCopy() {
        return asThen(model::frozenCopy);
    }

    @Override
    public void save(Path folder) {
        asThen(() -> {
            model.save(folder);
            return folder;
        });
    }

    @Override
    public long trainedCount() {
        return model.trainedCount();
    }

    @Override
    public TokenScores backward(TokenBatch batch, Set<Stat> want, WeightRule rule) {
        throw frozen("backward");
    }

    @Override
    public UpdateStats update(OptimizerPlan plan) {
        throw frozen("update");
    }

    @Override
    public void zeroGradients() {
        throw frozen("zeroGradients");
    }

    @Override
    public float[] gradients() {
        throw frozen("gradients");
    }

    @Override
    public void setWeights(float[] weights) {
        throw frozen("setWeights");
    }

    @Override
    public void saveTrainingState(Path file) {
        throw frozen("saveTrainingState");
    }

    @Override
    public void loadTrainingState(Path file) {
        throw frozen("loadTrainingState");
    }

    @Override
    public void loadWeights(Path trainingState) {
        throw frozen("loadWeights");
    }

    /** The same complaint as a frozen copy of all weights has. */
    private static IllegalStateException frozen(String what) {
        return new IllegalStateException(what + ": a frozen copy can only generate and score");
    }

    @Override
    public void close() {
        closed = true;
        numbers.close();
    }
}
