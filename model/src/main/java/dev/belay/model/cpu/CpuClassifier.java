package dev.belay.model.cpu;

import dev.belay.model.Classifier;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.MemoryPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.Tokenizer;
import dev.belay.model.checkpoint.HfFolder;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
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
public final class CpuClassifier implements Classifier {
    /** Tokens of sequences that go through the blocks together; a longer sequence goes alone. Bounds memory only. */
    static final int PASS_TOKENS = 2 * Transformer.WINDOW_ROWS;

    private final ModelConfig config;
    private final List<String> labels;
    private final ClassifierSpec.Unit unit;
    private final Tokenizer tokenizer;
    private final Workers workers;
    private final Parameters parameters;
    private final Transformer transformer;
    private boolean closed;

    private CpuClassifier(HfFolder folder, OutputHead.Classification head, Dtype compute) {
        config = folder.config();
        labels = head.labels();
        unit = head.unit();
        tokenizer = folder.tokenizer();
        workers = new Workers(Runtime.getRuntime().availableProcessors());
        parameters = new Parameters(config, compute);
        transformer = new Transformer(config, parameters, workers);
    }

    /**
     * Reads a Hugging Face folder whose config.json names a {@code …ForSequenceClassification} or a {@code
     * …ForTokenClassification}.
     *
     * @param compute the type matrix products run in; auto is fp32
     * @throws InvalidInputException when the path is not such a model of a known family, or the device is not there
     */
    public static CpuClassifier load(Path path, Dtype compute, Device device) {
        HfFolder folder = CpuModel.open(path);
        OutputHead.Classification head = folder.requireClassifier();
        if (folder.adapter().isPresent()) {
            throw new InvalidInputException(
                    path + " holds adapters of a " + folder.config().architecture()
                            + ", which are not read; merge them into the classifier first (PEFT: merge_and_unload)");
        }
        NativeRuntime.require(device);
        CpuClassifier model = new CpuClassifier(folder, head, compute == Dtype.AUTO ? Dtype.FP32 : compute);
        try {
            ModelFiles.read(folder, model.parameters, model.workers);
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

    /** Native memory held now. */
    long bytes() {
        long scratch = transformer.scratch.stream().mapToLong(Scratch::bytes).sum();
        return parameters.weightBytes() + transformer.gemm.bytes() + transformer.kept.bytes() + scratch;
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
            logits.addAll(Arrays.asList(logits(read)));
        }
        return logits.toArray(float[][]::new);
    }

    @Override
    public float[][][] tokenLogits(List<int[]> sequences) {
        List<float[][]> logits = new ArrayList<>(sequences.size());
        for (List<int[]> pass : passes(sequences)) {
            Forest forest = forward(pass);
            float[][] ofRow = logits(IntStream.range(0, forest.rows()).toArray());
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
            if (sequence.length == 0) {
                throw new InvalidInputException("a sequence to classify needs at least one token, got none");
            }
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
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        List<PromptTree> trees =
                pass.stream().map(ids -> new PromptTree(ids, List.of())).toList();
        Forest forest = new Forest(trees, config.vocabSize(), config.maxPositions());
        transformer.forward(forest);
        return forest;
    }

    /** (rows, L) what the head says at rows of the forest that went through last. */
    private float[][] logits(int[] rows) {
        float[][] logits = new float[rows.length][labels.size()];
        int size = Transformer.chunkRows(rows.length, workers.threads());
        workers.run(Math.ceilDiv(rows.length, size), (i, worker) -> {
            int from = i * size;
            int to = Math.min(rows.length, from + size);
            head(Arrays.copyOfRange(rows, from, to), transformer.scratch.get(worker), logits, from);
        });
        return logits;
    }

    /** Final norm and output matrix over some rows; the results stand in {@code to} from {@code first} on. */
    private void head(int[] rows, Scratch s, float[][] to, int first) {
        int hidden = config.hiddenSize();
        int width = labels.size();
        WeightMap map = parameters.map;
        long stream = s.wide.ensure((long) rows.length * (hidden + width));
        long scores = stream + (long) rows.length * hidden * Float.BYTES;
        boolean biased = map.headBias() >= 0;
        for (int i = 0; i < rows.length; i++) {
            FloatMemory.copy(
                    transformer.kept.input(config.layers(), rows[i]), stream + (long) i * hidden * Float.BYTES, hidden);
            if (biased) {
                FloatMemory.copy(parameters.weight(map.headBias()), scores + (long) i * width * Float.BYTES, width);
            }
        }
        long normalised = s.narrow.ensure((long) rows.length * hidden);
        s.rows.rmsNorm(stream, parameters.weight(map.finalNorm()), rows.length, normalised);
        transformer.gemm.forward(normalised, hidden, rows.length, map.head(), biased, scores, width);
        for (int i = 0; i < rows.length; i++) {
            FloatMemory.load(scores + (long) i * width * Float.BYTES, to[first + i], width);
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
        parameters.close();
    }
}
