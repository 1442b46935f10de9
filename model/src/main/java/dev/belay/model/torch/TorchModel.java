package dev.belay.model.torch;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.LoraPlan;
import dev.belay.model.MemoryPlan;
import dev.belay.model.ModelSpec;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.RandomKey;
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
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.TensorSource;
import dev.belay.model.forest.Forest;
import dev.belay.model.weights.InitialWeights;
import dev.belay.model.weights.ModelSource;
import dev.belay.model.weights.TrainingState;
import dev.belay.model.weights.WeightMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer on libtorch, for {@link Device#CUDA}; on {@link Device#CPU} the same code runs for tests, and
 * {@link dev.belay.model.cpu.CpuModel} is the faster one. Not yet run on a GPU.
 *
 * <p>What else is in a batch changes log-probabilities by rounding: up to 3e-5 in fp32 in the tests, for libtorch's products
 * add up in another order for another number of rows.
 */
public final class TorchModel implements LanguageModel {
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final @Nullable HfFolder folder;
    private final boolean frozen;
    private final TensorWeights weights;
    private final boolean ownsWeights;
    private final TensorTransformer transformer;
    private final TensorBackward backward;
    private final TensorDecoder decoder;
    private @Nullable TensorAdapters adapters;
    private @Nullable TensorAdamW optimizer;
    private BackwardPlan backwardPlan = BackwardPlan.PLAIN;
    private boolean closed;

    private TorchModel(
            ModelConfig config,
            Tokenizer tokenizer,
            Set<Integer> stopIds,
            @Nullable HfFolder folder,
            boolean frozen,
            TensorWeights weights,
            boolean ownsWeights) {
        if (!(config.head() instanceof OutputHead.NextToken)) {
            throw new IllegalArgumentException("a " + config.architecture() + " predicts no tokens");
        }
        this.config = config;
        this.tokenizer = tokenizer;
        this.stopIds = Set.copyOf(stopIds);
        this.folder = folder;
        this.frozen = frozen;
        this.weights = weights;
        this.ownsWeights = ownsWeights;
        transformer = new TensorTransformer(weights);
        OutputLayer output = new OutputLayer(weights);
        backward = new TensorBackward(weights, transformer, output);
        decoder = new TensorDecoder(weights, transformer, output);
    }

    /**
     * A new model with Hugging Face's initial weights, the same as {@link dev.belay.model.cpu.CpuModel}'s for the same key.
     *
     * @param compute the type matrix products run in
     * @throws InvalidInputException when the device is not there
     */
    public static TorchModel random(
            ModelConfig config, Tokenizer tokenizer, RandomKey key, Dtype compute, Device device) {
        TensorWeights weights = new TensorWeights(config, TorchRuntime.place(device, compute));
        InitialWeights.draw(config, key, weights::set);
        weights.changed();
        return new TorchModel(config, tokenizer, config.eosTokenIds(), null, false, weights, true);
    }

    /**
     * Reads a Hugging Face folder, a GGUF file, or a folder of LoRA adapters with the model they name.
     *
     * @param compute the type matrix products run in; auto is bf16 on a GPU
     * @throws InvalidInputException when the path is not a model of a known family, or the device is not there
     */
    public static TorchModel load(Path path, Dtype compute, Device device) {
        HfFolder folder = ModelSource.open(path).requireLanguageModel();
        TensorWeights weights = new TensorWeights(folder.config(), TorchRuntime.place(device, compute));
        try {
            read(folder, weights);
            TorchModel model =
                    new TorchModel(folder.config(), folder.tokenizer(), folder.stopIds(), folder, false, weights, true);
            folder.adapter()
                    .ifPresent(adapter ->
                            model.use(TensorAdapters.of(adapter.plan(), weights, adapter.weights(folder.config()))));
            return model;
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    /** @throws InvalidInputException when the device is not there, with what is missing; nothing is loaded for the processor */
    public static void require(Device device) {
        if (device == Device.CUDA) {
            TorchRuntime.requireCuda();
        }
    }

    /** One parameter in host memory at a time. */
    private static void read(HfFolder folder, TensorWeights weights) {
        try (TensorSource stored = folder.tensors()) {
            long offset = 0;
            for (ParameterShape p : folder.config().parameters()) {
                try (Arena arena = Arena.ofShared()) {
                    MemorySegment host = arena.allocate(p.elements() * Float.BYTES, Float.BYTES);
                    stored.read(p, host);
                    weights.set(host, offset, p.elements());
                }
                offset += p.elements();
            }
        }
        weights.changed();
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ModelSpec spec() {
        return new ModelSpec(
                config.architecture(),
                config.vocabSize(),
                config.maxPositions(),
                config.hiddenSize(),
                config.layers(),
                weights.count(),
                TorchRuntime.dtype(weights.place),
                weights.place.on(),
                stopIds);
    }

    @Override
    public MemoryPlan memoryFor(Workload work) {
        return TorchMemory.plan(
                config, TorchRuntime.dtype(weights.place), work, adapters == null ? 0 : adapters.count());
    }

    @Override
    public MemoryPlan frozenCopyMemoryFor(Workload work) {
        MemoryPlan whole = memoryFor(work.scoringOnly());
        return adapters == null ? whole : TorchMemory.withWeights(whole, adapters.count() * Float.BYTES);
    }

    /** The architecture's numbers. */
    public ModelConfig config() {
        return config;
    }

    @Override
    public List<Generation> generate(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan) {
        return generate(prompts, samplesEach, plan, TokenListener.NONE);
    }

    @Override
    public List<Generation> generate(
            List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan, TokenListener listener) {
        requireOpen();
        return decoder.generate(prompts, samplesEach, plan, listener);
    }

    @Override
    public TokenScores score(TokenBatch batch, Set<Stat> want) {
        requireOpen();
        return backward.score(forest(batch), batch, want);
    }

    @Override
    public void setBackwardPlan(BackwardPlan plan) {
        requireOpen();
        backwardPlan = plan;
    }

    @Override
    public TokenScores backward(TokenBatch batch, Set<Stat> want, WeightRule rule) {
        requireTrainable("backward");
        trained().gradients(); // from now on autograd takes notes of what is trained
        return backward.run(forest(batch), batch, want, rule, backwardPlan, adapters == null);
    }

    private Forest forest(TokenBatch batch) {
        return new Forest(batch.trees(), config.vocabSize(), config.maxPositions());
    }

    @Override
    public UpdateStats update(OptimizerPlan plan) {
        requireTrainable("update");
        return optimizer().step(plan);
    }

    private TensorAdamW optimizer() {
        if (optimizer == null) {
            optimizer = new TensorAdamW(trained(), weights.place);
        }
        return optimizer;
    }

    /** What is trained. */
    private TrainedTensors trained() {
        return adapters == null ? weights : adapters;
    }

    @Override
    public long trainedCount() {
        return trained().count();
    }

    @Override
    public void adapt(LoraPlan plan, RandomKey key) {
        requireTrainable("adapt");
        if (adapters != null) {
            throw new InvalidInputException("lora: this model has adapters already, of rank "
                    + adapters.plan().rank() + "; they are trained further when the recipe has no lora");
        }
        if (optimizer != null) {
            throw new IllegalStateException("adapters come before the first update");
        }
        use(TensorAdapters.random(plan, weights, key));
    }

    private void use(TensorAdapters made) {
        weights.freeze();
        adapters = made;
        transformer.adapt(made);
    }

    @Override
    public void zeroGradients() {
        requireTrainable("zeroGradients");
        trained().gradients().zero_();
    }

    @Override
    public float[] gradients() {
        requireTrainable("gradients");
        return weights.place.floats(trained().gradients());
    }

    @Override
    public float[] weights() {
        requireOpen();
        return weights.place.floats(trained().values());
    }

    @Override
    public void setWeights(float[] values) {
        requireTrainable("setWeights");
        TrainedTensors to = trained();
        if (values.length != to.count()) {
            throw new IllegalArgumentException("this model trains " + to.count() + " weights, got " + values.length);
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment host = arena.allocate(to.count() * Float.BYTES, Float.BYTES);
            host.copyFrom(MemorySegment.ofArray(values));
            weights.place.upload(host, to.values());
        }
        to.changed();
    }

    @Override
    public LanguageModel frozenCopy() {
        requireOpen();
        if (adapters != null) {
            TorchModel copy = new TorchModel(config, tokenizer, stopIds, folder, true, weights, false);
            copy.adapters = adapters.copy();
            copy.transformer.adapt(copy.adapters);
            return copy;
        }
        TensorWeights copy = new TensorWeights(config, weights.place);
        copy.masters.copy_(weights.masters);
        copy.changed();
        return new TorchModel(config, tokenizer, stopIds, folder, true, copy, true);
    }

    @Override
    public void save(Path to) {
        requireOpen();
        if (folder == null) {
            throw new IllegalStateException("a model made without a folder has no tokenizer files to save");
        }
        if (adapters != null) {
            folder.saveAdapters(to, ModelSource.adapterConfig(adapters.plan(), folder), adapters.numbers());
            return;
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment host = arena.allocate(weights.count() * Float.BYTES, Float.BYTES);
            weights.place.download(weights.masters, host);
            folder.save(to, WeightMap.tensors(config, host), null);
        }
    }

    @Override
    public void saveTrainingState(Path file) {
        requireTrainable("saveTrainingState");
        optimizer().save(file);
    }

    @Override
    public void loadTrainingState(Path file) {
        requireTrainable("loadTrainingState");
        optimizer().load(file);
    }

    @Override
    public void loadWeights(Path trainingState) {
        requireTrainable("loadWeights");
        TrainedTensors to = trained();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment host = arena.allocate(to.count() * Float.BYTES, Float.BYTES);
            TrainingState.readWeights(trainingState, host);
            weights.place.upload(host, to.values());
        }
        to.changed();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    private void requireTrainable(String what) {
        requireOpen();
        if (frozen) {
            throw new IllegalStateException(what + ": a frozen copy can only generate and score");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (optimizer != null) {
            optimizer.close();
        }
        if (adapters != null) {
            adapters.close();
        }
        if (ownsWeights) {
            weights.close();
        }
    }
}
