package dev.belay.model.cpu;

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
import dev.belay.model.checkpoint.AdapterConfig;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.forest.Forest;
import dev.belay.model.weights.InitialWeights;
import dev.belay.model.weights.ModelSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A decoder-only transformer in native memory. Threads other than the caller's work for it; closing ends them. */
public final class CpuModel implements LanguageModel {
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final @Nullable HfFolder folder;
    private final Workers workers;
    final Parameters parameters;
    private final Transformer transformer;
    private final Head head;
    private final Decoder decoder;
    private final Training training;
    final RolloutActivations rollout;
    private final BackwardPass backward;
    private final boolean frozen;
    private BackwardPlan backwardPlan = BackwardPlan.PLAIN;
    private boolean closed;

    private CpuModel(
            ModelConfig config,
            Tokenizer tokenizer,
            Set<Integer> stopIds,
            @Nullable HfFolder folder,
            boolean frozen,
            Parameters parameters,
            Workers workers) {
        if (!(config.head() instanceof OutputHead.NextToken)) {
            throw new IllegalArgumentException("a " + config.architecture() + " predicts no tokens");
        }
        this.config = config;
        this.tokenizer = tokenizer;
        this.stopIds = Set.copyOf(stopIds);
        this.folder = folder;
        this.frozen = frozen;
        this.workers = workers;
        this.parameters = parameters;
        transformer = new Transformer(config, parameters, workers);
        training = new Training(parameters, workers);
        head = new Head(transformer);
        decoder = new Decoder(transformer);
        rollout = new RolloutActivations(config);
        backward = new BackwardPass(transformer, head, training, rollout);
    }

    /**
     * A new model with Hugging Face's initial weights: matrices normal with standard deviation {@code initializerRange},
     * norms 1, biases 0.
     *
     * @param key the stream the weights are drawn from
     */
    public static CpuModel random(ModelConfig config, Tokenizer tokenizer, RandomKey key) {
        return random(config, tokenizer, key, Dtype.FP32);
    }

    /** As {@link #random(ModelConfig, Tokenizer, RandomKey)}, with products in a type of choice. */
    public static CpuModel random(ModelConfig config, Tokenizer tokenizer, RandomKey key, Dtype compute) {
        NativeRuntime.loadAhead();
        CpuModel model = new CpuModel(
                config,
                tokenizer,
                config.eosTokenIds(),
                null,
                false,
                new Parameters(config, compute),
                Workers.ofMachine());
        InitialWeights.draw(config, key, model.parameters::set);
        model.parameters.changed();
        return model;
    }

    /**
     * A new model that {@link #save} can write, with the tokenizer of {@code folder}.
     *
     * @param folder made by {@link HfFolder#create}
     * @param key the stream the weights are drawn from
     */
    public static CpuModel random(HfFolder folder, RandomKey key) {
        NativeRuntime.loadAhead();
        Parameters parameters = new Parameters(folder.config(), Dtype.FP32);
        CpuModel model = new CpuModel(
                folder.config(), folder.tokenizer(), folder.stopIds(), folder, false, parameters, Workers.ofMachine());
        InitialWeights.draw(folder.config(), key, model.parameters::set);
        model.parameters.changed();
        return model;
    }

    /**
     * Reads a Hugging Face folder, a GGUF file, or a folder of LoRA adapters with the model they name.
     *
     * @param compute the type matrix products run in
     * @throws InvalidInputException when the path is not a model of a known family, or the device is not there
     */
    public static CpuModel load(Path path, Dtype compute, Device device) {
        NativeRuntime.prepare(device, path);
        HfFolder folder = open(path).requireLanguageModel();
        Workers workers = Workers.ofMachine();
        Parameters parameters = new Parameters(folder.config(), compute);
        try {
            Tokenizer tokenizer = ModelFiles.read(folder, parameters, workers);
            CpuModel model =
                    new CpuModel(folder.config(), tokenizer, folder.stopIds(), folder, false, parameters, workers);
            folder.adapter()
                    .ifPresent(adapter -> model.use(Adapters.of(
                            adapter.plan(), adapter.weights(folder.config()), parameters, workers.threads())));
            return model;
        } catch (RuntimeException | Error e) {
            workers.close();
            parameters.close();
            throw e;
        }
    }

    /** What {@link #load} reads, with all but its weights read. */
    public static HfFolder open(Path path) {
        return ModelSource.open(path);
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
                parameters.count,
                parameters.compute,
                Device.CPU,
                stopIds);
    }

    /** Threads that compute, the caller's included. */
    public int threads() {
        return workers.threads();
    }

    @Override
    public MemoryPlan memoryFor(Workload work) {
        return CpuMemory.planAdapted(config, parameters.compute, threads(), work, training.adapters());
    }

    @Override
    public MemoryPlan frozenCopyMemoryFor(Workload work) {
        return training.adapters().map(FrozenAdapters::memory).orElseGet(() -> memoryFor(work.scoringOnly()));
    }

    /** Native memory the model holds now. Buffers grow to the largest batch seen and are kept. */
    public MemoryPlan memory() {
        long scratch = transformer.scratch.stream().mapToLong(Scratch::bytes).sum() + training.scratchBytes();
        return new MemoryPlan(
                parameters.weightBytes() + training.adapterBytes(),
                transformer.gemm.bytes(),
                training.vector().gradientBytes(),
                training.momentBytes(),
                activationBytes() + scratch,
                head.bytes(),
                decoder.keyValueBytes(),
                decoder.laneBytes());
    }

    /** Blocks of keys and values in use: none between calls of {@link #generate}. */
    int blocksInUse() {
        return decoder.blocksInUse();
    }

    /** Native memory that grows with the tokens of a batch, without the threads' own. */
    long activationBytes() {
        return transformer.kept.bytes() + backward.bytes();
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
        return decoder.generate(prompts, samplesEach, plan, listener, null);
    }

    @Override
    public List<Generation> rollOut(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan) {
        requireOpen();
        RolloutActivations record = frozen || !backwardPlan.equals(BackwardPlan.PLAIN) ? null : rollout;
        return decoder.generate(prompts, samplesEach, plan, TokenListener.NONE, record);
    }

    @Override
    public TokenScores score(TokenBatch batch, Set<Stat> want) {
        requireOpen();
        Forest forest = forest(batch);
        if (forest.rows() > 0) {
            transformer.forward(forest);
        }
        return head.score(forest, batch.warp(), want);
    }

    @Override
    public void setBackwardPlan(BackwardPlan plan) {
        requireOpen();
        backwardPlan = plan;
    }

    @Override
    public TokenScores backward(TokenBatch batch, Set<Stat> want, WeightRule rule) {
        requireTrainable("backward");
        return backward.run(forest(batch), batch, want, rule, backwardPlan);
    }

    private Forest forest(TokenBatch batch) {
        return new Forest(batch.trees(), config.vocabSize(), config.maxPositions());
    }

    @Override
    public void adapt(LoraPlan plan, RandomKey key) {
        requireOpen();
        training.adapters().ifPresent(present -> {
            throw new InvalidInputException("lora: this model has adapters already, of rank "
                    + present.plan().rank() + "; they are trained further when the recipe has no lora");
        });
        use(Adapters.random(plan, config, parameters, threads(), key));
    }

    private void use(Adapters made) {
        rollout.clear();
        training.adapt(made);
        transformer.gemm.adapt(made);
    }

    @Override
    public UpdateStats update(OptimizerPlan plan) {
        requireTrainable("update");
        return training.update(plan);
    }

    @Override
    public void zeroGradients() {
        requireTrainable("zeroGradients");
        training.vector().zeroGradients();
    }

    @Override
    public float[] gradients() {
        requireTrainable("gradients");
        TrainedVector trained = training.vector();
        return trained.copyOf(trained.gradient(0));
    }

    @Override
    public long trainedCount() {
        return training.vector().count();
    }

    @Override
    public float[] weights() {
        requireOpen();
        TrainedVector trained = training.vector();
        return trained.copyOf(trained.value(0));
    }

    @Override
    public void setWeights(float[] weights) {
        requireTrainable("setWeights");
        training.set(weights);
    }

    @Override
    public LanguageModel frozenCopy() {
        requireOpen();
        if (training.adapters().isPresent()) {
            return new FrozenAdapters(this, training.adapters().get());
        }
        Parameters copied = new Parameters(config, parameters.compute);
        CpuModel copy = new CpuModel(config, tokenizer, stopIds, folder, true, copied, new Workers(workers.threads()));
        FloatMemory.copy(parameters.value(0), copy.parameters.value(0), parameters.count);
        copy.parameters.changed();
        return copy;
    }

    @Override
    public void save(Path to) {
        save(to, 0);
    }

    /**
     * As {@link #save(Path)}, in files of a chosen size.
     *
     * @param maxShardBytes most bytes of tensors in a file; 0 keeps the shards the model was read from
     */
    public void save(Path to, long maxShardBytes) {
        requireOpen();
        if (folder == null) {
            throw new IllegalStateException("a model made without a folder has no tokenizer files to save");
        }
        Optional<Adapters> adapters = training.adapters();
        if (adapters.isPresent()) {
            AdapterConfig named = ModelSource.adapterConfig(adapters.get().plan(), folder);
            folder.saveAdapters(to, named, adapters.get().weights());
        } else {
            folder.save(to, ModelFiles.tensors(config, parameters), null, maxShardBytes);
        }
    }

    @Override
    public void saveTrainingState(Path file) {
        requireTrainable("saveTrainingState");
        training.save(file);
    }

    @Override
    public void loadTrainingState(Path file) {
        requireTrainable("loadTrainingState");
        training.load(file);
    }

    @Override
    public void loadWeights(Path trainingState) {
        requireTrainable("loadWeights");
        training.loadVector(trainingState);
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
        training.vector().prepareGradients();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        workers.close();
        decoder.close();
        transformer.close();
        backward.close();
        head.close();
        training.close();
        parameters.close();
    }
}
