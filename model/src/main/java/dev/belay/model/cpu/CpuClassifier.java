package dev.belay.model.cpu;

import dev.belay.model.BackwardPlan;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LogitRule;
import dev.belay.model.MemoryPlan;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.Tokenizer;
import dev.belay.model.TrainableClassifier;
import dev.belay.model.UpdateStats;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Window;
import dev.belay.model.weights.InitialWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A decoder with a classification head in native memory. Sequences that begin alike, such as the answers to one prompt,
 * are rows of one {@link Forest} and share what they have in common. Threads other than the caller's work for it; closing
 * ends them.
 */
public final class CpuClassifier implements TrainableClassifier {
    /** Tokens of sequences that go through the blocks together; a longer sequence goes alone. Bounds memory only. */
    static final int PASS_TOKENS = 2 * Transformer.WINDOW_ROWS;

    private final ModelConfig config;
    private final List<String> labels;
    private final ClassifierSpec.Unit unit;
    private final Tokenizer tokenizer;
    private final Workers workers;
    private final Parameters parameters;
    private final HfFolder folder;
    private final Transformer transformer;
    private final TransformerGradient gradient;
    private final ClassifierHead output;
    private final Training training;
    private BackwardPlan backwardPlan = BackwardPlan.PLAIN;
    private boolean closed;

    private CpuClassifier(HfFolder folder, Tokenizer tokenizer, Parameters parameters, Workers workers) {
        this.folder = folder;
        OutputHead.Classification head = folder.requireClassifier();
        config = folder.config();
        labels = head.labels();
        unit = head.unit();
        this.tokenizer = tokenizer;
        this.workers = workers;
        this.parameters = parameters;
        transformer = new Transformer(config, parameters, workers);
        gradient = new TransformerGradient(transformer);
        output = new ClassifierHead(transformer, labels.size());
        training = new Training(parameters, workers);
    }

    /**
     * Reads a Hugging Face folder whose config.json names a {@code …ForSequenceClassification} or a {@code
     * …ForTokenClassification}.
     *
     * @param compute the type matrix products run in; auto is fp32
     * @throws InvalidInputException when the path is not such a model of a known family, or the device is not there
     */
    public static CpuClassifier load(Path path, Dtype compute, Device device) {
        NativeRuntime.prepare(device, path);
        HfFolder folder = CpuModel.open(path);
        folder.requireClassifier();
        if (folder.adapter().isPresent()) {
            throw new InvalidInputException(
                    path + " holds adapters of a " + folder.config().architecture()
                            + ", which are not read; merge them into the classifier first (PEFT: merge_and_unload)");
        }
        Workers workers = Workers.ofMachine();
        Parameters parameters = new Parameters(folder.config(), compute);
        try {
            Tokenizer tokenizer = ModelFiles.read(folder, parameters, workers);
            return new CpuClassifier(folder, tokenizer, parameters, workers);
        } catch (RuntimeException | Error e) {
            workers.close();
            parameters.close();
            throw e;
        }
    }

    /**
     * The blocks of a language model under a new head, as transformers makes a classifier of one: weights of the head normal
     * with standard deviation {@code initializer_range}, bias 0. With one label this is where a reward model starts, or, read
     * at every token, a value model.
     *
     * @param path what {@link CpuModel#load} reads; adapters are merged
     * @param compute the type matrix products run in; auto is fp32
     * @param key the stream the head's weights are drawn from
     */
    public static CpuClassifier onTopOf(
            Path path, OutputHead.Classification head, Dtype compute, Device device, RandomKey key) {
        HfFolder base = CpuModel.open(path);
        HfFolder folder = base.withNewHead(head);
        NativeRuntime.require(device);
        CpuClassifier model = new CpuClassifier(
                folder, folder.tokenizer(), new Parameters(folder.config(), compute), Workers.ofMachine());
        try {
            ModelFiles.readBlocks(base, model.config, model.parameters, model.workers);
            InitialWeights.drawHead(model.config, key, model.parameters::set);
            model.parameters.changed();
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ClassifierSpec spec() {
        return new ClassifierSpec(
                config.architecture(),
                unit,
                labels,
                config.vocabSize(),
                config.maxPositions(),
                parameters.count,
                parameters.compute,
                Device.CPU);
    }

    @Override
    public MemoryPlan memoryFor(int longestTokens) {
        return CpuMemory.classifierPlan(config, parameters.compute, workers.threads(), longestTokens);
    }

    @Override
    public MemoryPlan memoryForTraining(int longestTokens, long batchTokens, BackwardPlan plan) {
        return CpuMemory.classifierPlan(
                config, parameters.compute, workers.threads(), longestTokens, batchTokens, plan);
    }

    /** Native memory held now. */
    long bytes() {
        long scratch = transformer.scratch.stream().mapToLong(Scratch::bytes).sum();
        long trained = parameters.gradientBytes() + training.momentBytes() + gradient.bytes();
        return parameters.weightBytes()
                + transformer.gemm.bytes()
                + transformer.kept.bytes()
                + output.bytes()
                + scratch
                + trained;
    }

    @Override
    public float[][] sequenceLogits(List<int[]> sequences) {
        List<float[]> logits = new ArrayList<>(sequences.size());
        for (List<int[]> pass : passes(sequences)) {
            Forest forest = forward(pass);
            int[] read = new int[pass.size()];
            for (int s = 0; s < read.length; s++) {
                read[s] = forest.promptRows(s)[lastWithoutPadding(pass.get(s))];
            }
            logits.addAll(Arrays.asList(output.logits(read)));
        }
        return logits.toArray(float[][]::new);
    }

    @Override
    public float[][][] tokenLogits(List<int[]> sequences) {
        List<float[][]> logits = new ArrayList<>(sequences.size());
        for (List<int[]> pass : passes(sequences)) {
            Forest forest = forward(pass);
            float[][] ofRow = output.logits(IntStream.range(0, forest.rows()).toArray());
            for (int s = 0; s < pass.size(); s++) {
                // Copies, because sequences share rows and callers own what they get.
                logits.add(Arrays.stream(forest.promptRows(s))
                        .mapToObj(row -> ofRow[row].clone())
                        .toArray(float[][]::new));
            }
        }
        return logits.toArray(float[][][]::new);
    }

    /** The place a sequence is read at. */
    private int lastWithoutPadding(int[] sequence) {
        Integer padding = config.padTokenId();
        int last = sequence.length - 1;
        while (padding != null && last > 0 && sequence[last] == padding) {
            last--;
        }
        return last;
    }

    /** The sequences in order, in pieces of bounded size; neighbours, which often begin alike, stay together. */
    private static List<List<int[]>> passes(List<int[]> sequences) {
        List<List<int[]>> passes = new ArrayList<>();
        int tokens = 0;
        for (int[] sequence : sequences) {
            requireTokens(sequence);
            if (passes.isEmpty() || tokens + sequence.length > PASS_TOKENS) {
                passes.add(new ArrayList<>());
                tokens = 0;
            }
            passes.getLast().add(sequence);
            tokens += sequence.length;
        }
        return passes;
    }

    private Forest forward(List<int[]> pass) {
        requireOpen();
        Forest forest = forest(pass);
        transformer.forward(forest);
        return forest;
    }

    private Forest forest(List<int[]> sequences) {
        List<PromptTree> trees = new ArrayList<>();
        for (int[] ids : sequences) {
            requireTokens(ids);
            trees.add(new PromptTree(ids, List.of()));
        }
        return new Forest(trees, config.vocabSize(), config.maxPositions());
    }

    private static void requireTokens(int[] sequence) {
        if (sequence.length == 0) {
            throw new InvalidInputException("a sequence to classify needs at least one token, got none");
        }
    }

    @Override
    public float[][][] backward(List<int[]> sequences, LogitRule rule) {
        requireOpen();
        training.vector().prepareGradients();
        Forest forest = forest(sequences);
        List<Window> windows = Window.cut(forest.rows(), backwardPlan.sequenceChunks());
        LayerSource layers = LayerSource.compute(transformer, forest, backwardPlan, windows);
        int[][] read = readRows(forest, sequences);
        int[] rows = Arrays.stream(read)
                .flatMapToInt(Arrays::stream)
                .distinct()
                .sorted()
                .toArray();
        float[][][] logits = bySequence(read, rows, output.logits(rows));
        float[][][] gradients = new float[logits.length][][];
        for (int s = 0; s < logits.length; s++) {
            gradients[s] = new float[logits[s].length][labels.size()];
        }
        rule.weigh(logits, gradients);
        long dStream = gradient.prepare(forest.rows(), windows);
        output.backward(rows, byRow(read, rows, gradients), dStream, training.gradients());
        gradient.run(forest, windows, layers, training.gradients());
        return logits;
    }

    /** (S, T) or (S, 1) rows of the forest at which sequences are read; sequences may share them. */
    private int[][] readRows(Forest forest, List<int[]> sequences) {
        int[][] read = new int[sequences.size()][];
        for (int s = 0; s < read.length; s++) {
            int[] all = forest.promptRows(s);
            read[s] = unit == ClassifierSpec.Unit.TOKEN ? all : new int[] {all[lastWithoutPadding(sequences.get(s))]};
        }
        return read;
    }

    private static float[][][] bySequence(int[][] read, int[] rows, float[][] logits) {
        float[][][] each = new float[read.length][][];
        for (int s = 0; s < read.length; s++) {
            // Copies, because sequences share rows and callers own what they get.
            each[s] = Arrays.stream(read[s])
                    .mapToObj(row -> logits[Arrays.binarySearch(rows, row)].clone())
                    .toArray(float[][]::new);
        }
        return each;
    }

    /** The gradient of a row is the sum of those of all that read it. */
    private float[][] byRow(int[][] read, int[] rows, float[][][] gradients) {
        float[][] sums = new float[rows.length][labels.size()];
        for (int s = 0; s < read.length; s++) {
            for (int t = 0; t < read[s].length; t++) {
                float[] sum = sums[Arrays.binarySearch(rows, read[s][t])];
                for (int l = 0; l < sum.length; l++) {
                    sum[l] += gradients[s][t][l];
                }
            }
        }
        return sums;
    }

    @Override
    public void setBackwardPlan(BackwardPlan plan) {
        requireOpen();
        backwardPlan = plan;
    }

    @Override
    public UpdateStats update(OptimizerPlan plan) {
        requireOpen();
        training.vector().prepareGradients();
        return training.update(plan);
    }

    @Override
    public void zeroGradients() {
        requireOpen();
        training.vector().prepareGradients();
        training.vector().zeroGradients();
    }

    @Override
    public float[] gradients() {
        requireOpen();
        training.vector().prepareGradients();
        return parameters.copyOf(parameters.gradient(0));
    }

    @Override
    public float[] weights() {
        requireOpen();
        return parameters.copyOf(parameters.value(0));
    }

    @Override
    public void setWeights(float[] weights) {
        requireOpen();
        training.set(weights);
    }

    @Override
    public void save(Path to) {
        requireOpen();
        folder.save(to, ModelFiles.tensors(config, parameters), null);
    }

    @Override
    public void saveTrainingState(Path file) {
        requireOpen();
        training.save(file);
    }

    @Override
    public void loadTrainingState(Path file) {
        requireOpen();
        training.load(file);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        workers.close();
        transformer.close();
        gradient.close();
        output.close();
        training.close();
        parameters.close();
    }
}
