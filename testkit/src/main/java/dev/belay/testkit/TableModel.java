package dev.belay.testkit;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import dev.belay.model.ModelSpec;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.TokenScores;
import dev.belay.model.Tokenizer;
import dev.belay.model.UpdateStats;
import dev.belay.model.WeightRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A language model that is a table: the last {@code order} tokens pick a row of logits. Softmax, log-probabilities and
 * gradients are exact (double precision over fp32 weights), nothing is native, results do not depend on the batch at
 * all. The loop is tested with it.
 *
 * <p>With {@link #bigram} the row is the last token itself; longer contexts are hashed onto the rows, so that a few
 * thousand rows suffice for any order. A new table is all zero: the uniform distribution.
 */
public final class TableModel implements LanguageModel {
    private static final String FILE = "table.bin";

    private final Tokenizer tokenizer;
    private final TableShape shape;
    private final TrainedTable table;
    private final boolean frozen;
    private boolean closed;

    public TableModel(Tokenizer tokenizer, TableShape shape) {
        this(tokenizer, shape, new float[shape.parameters()], false);
    }

    private TableModel(Tokenizer tokenizer, TableShape shape, float[] weights, boolean frozen) {
        this.tokenizer = tokenizer;
        this.shape = shape;
        this.frozen = frozen;
        table = new TrainedTable(weights, !frozen);
    }

    /** One row for each last token. */
    public static TableModel bigram(Tokenizer tokenizer, Set<Integer> stopIds) {
        return new TableModel(tokenizer, TableShape.bigram(tokenizer.vocabSize(), stopIds));
    }

    /** The last {@code order} tokens, hashed onto {@code rows} rows. */
    public static TableModel hashed(Tokenizer tokenizer, Set<Integer> stopIds, int order, int rows) {
        return new TableModel(tokenizer, new TableShape(tokenizer.vocabSize(), order, rows, 1 << 16, stopIds));
    }

    /** Reads what {@link #save} wrote. */
    public static TableModel load(Path folder, Tokenizer tokenizer) {
        FloatFile file = FloatFile.read(folder.resolve(FILE));
        TableModel model = new TableModel(tokenizer, TableShape.ofHeader(file.header()));
        model.setWeights(file.arrays()[0]);
        return model;
    }

    /** Weights drawn uniformly from [-scale, scale]: a model with opinions. Returns this. */
    public TableModel randomized(RandomKey key, double scale) {
        for (int i = 0; i < table.weights.length; i++) {
            table.weights[i] = (float) (scale * (2 * key.uniform(i) - 1));
        }
        return this;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ModelSpec spec() {
        return new ModelSpec(
                "TableModel",
                shape.vocab(),
                shape.contextTokens(),
                shape.rows(),
                1,
                table.weights.length,
                Dtype.FP32,
                Device.CPU,
                shape.stopIds());
    }

    @Override
    public List<Generation> generate(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan) {
        requireOpen();
        List<Generation> all = new ArrayList<>(prompts.size() * samplesEach);
        for (int b = 0; b < prompts.size(); b++) {
            int[] prompt = prompts.get(b).tokens();
            shape.requireIds(prompt);
            if (prompt.length >= shape.contextTokens()) {
                throw new InvalidInputException("prompt " + b + " has " + prompt.length
                        + " tokens and leaves no room in the context of " + shape.contextTokens());
            }
            for (int g = 0; g < samplesEach; g++) {
                all.add(complete(b, g, prompts.get(b), plan));
            }
        }
        return all;
    }

    private Generation complete(int b, int g, TokenPrompt prompt, SamplingPlan plan) {
        RandomKey key = prompt.key().child(g);
        int from = prompt.tokens().length;
        int budget = Math.min(plan.maxNewTokens(), shape.contextTokens() - from);
        int[] text = Arrays.copyOf(prompt.tokens(), from + budget);
        float[] logProbs = new float[budget];
        int t = 0;
        Finish finish = Finish.LENGTH;
        while (t < budget && finish == Finish.LENGTH) {
            int offset = shape.offset(text, from + t);
            int token;
            if (plan.warp().greedy()) {
                token = NextToken.greedy(table.weights, offset, shape.vocab());
            } else {
                NextToken next = NextToken.of(table.weights, offset, shape.vocab(), plan.warp());
                token = next.draw(key.uniform(t));
                logProbs[t] = (float) next.logProb(token);
            }
            text[from + t++] = token;
            finish = plan.stopIds().contains(token) ? Finish.STOP : Finish.LENGTH;
        }
        return new Generation(b, g, Arrays.copyOfRange(text, from, from + t), Arrays.copyOf(logProbs, t), finish);
    }

    @Override
    public TokenScores score(TokenBatch batch, Set<Stat> want) {
        requireOpen();
        Map<Stat, float[][]> values = new EnumMap<>(Stat.class);
        List<int[]> sequences = batch.sequences();
        for (Stat stat : want) {
            values.put(stat, sequences.stream().map(c -> new float[c.length]).toArray(float[][]::new));
        }
        forEachToken(
                batch,
                (s, t, token, offset, next) -> values.forEach((stat, v) -> v[s][t] = (float) value(stat, next, token)));
        return new TokenScores(values);
    }

    private static double value(Stat stat, NextToken next, int token) {
        return switch (stat) {
            case LOGPROB -> next.logProb(token);
            case ENTROPY -> next.entropyNats();
            case RANK -> next.rank(token);
            case CHOSEN_LOGIT -> next.logit(token);
            case LOGSUMEXP -> next.logSumExp();
            case MEAN_LOGIT -> next.meanLogit();
        };
    }

    @Override
    public TokenScores backward(TokenBatch batch, Set<Stat> want, WeightRule rule) {
        requireTrainable();
        Set<Stat> all = EnumSet.of(Stat.LOGPROB);
        all.addAll(want);
        TokenScores fresh = score(batch, all);
        float[][] w = batch.sequences().stream().map(c -> new float[c.length]).toArray(float[][]::new);
        rule.weigh(fresh, w);
        // d logp(token) / d logit(v) = ([v = token] - p(v)) / temperature; the kept set is a constant.
        forEachToken(batch, (s, t, token, offset, next) -> {
            double scaled = w[s][t] / batch.warp().temperature();
            if (scaled != 0) {
                for (int v = 0; v < shape.vocab(); v++) {
                    table.gradient[offset + v] -= scaled * next.probability(v);
                }
                table.gradient[offset + token] += scaled;
            }
        });
        return fresh;
    }

    private interface TokenVisitor {
        void visit(int sequence, int t, int token, int offset, NextToken next);
    }

    private void forEachToken(TokenBatch batch, TokenVisitor visitor) {
        int s = 0;
        for (PromptTree tree : batch.trees()) {
            for (int[] completion : tree.completions()) {
                int from = tree.prompt().length;
                int[] text = Arrays.copyOf(tree.prompt(), from + completion.length);
                System.arraycopy(completion, 0, text, from, completion.length);
                shape.requireIds(text);
                for (int t = 0; t < completion.length; t++) {
                    int offset = shape.offset(text, from + t);
                    NextToken next = NextToken.of(table.weights, offset, shape.vocab(), batch.warp());
                    visitor.visit(s, t, completion[t], offset, next.keeping(completion[t]));
                }
                s++;
            }
        }
    }

    @Override
    public UpdateStats update(OptimizerPlan plan) {
        requireTrainable();
        return table.update(plan);
    }

    @Override
    public void zeroGradients() {
        Arrays.fill(table.gradient, 0);
    }

    @Override
    public float[] gradients() {
        return table.gradients();
    }

    @Override
    public float[] weights() {
        return table.weights.clone();
    }

    @Override
    public void setWeights(float[] values) {
        table.setWeights(values);
    }

    @Override
    public LanguageModel frozenCopy() {
        return new TableModel(tokenizer, shape, table.weights.clone(), true);
    }

    @Override
    public void save(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder, e);
        }
        new FloatFile(shape.header(), table.weights).write(folder.resolve(FILE));
    }

    @Override
    public void saveTrainingState(Path file) {
        table.save(file);
    }

    @Override
    public void loadTrainingState(Path file) {
        requireTrainable();
        table.load(file);
    }

    @Override
    public void loadWeights(Path trainingState) {
        requireTrainable();
        table.loadWeights(trainingState);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    private void requireTrainable() {
        requireOpen();
        if (frozen) {
            throw new IllegalStateException("a frozen copy can only generate and score");
        }
    }
}
