package dev.belay.testkit;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.LanguageModel;
import dev.belay.model.ModelSpec;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.SamplingPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.TokenScores;
import dev.belay.model.Tokenizer;
import dev.belay.model.UpdateStats;
import dev.belay.model.WeightRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A model that answers what the test wrote down and learns nothing. Every token has log-probability
 * {@link #LOG_PROB_NATS}; the token weights of each backward pass are kept in {@link #weighed()}.
 */
public final class ScriptedModel implements LanguageModel {
    /** Log-probability of every token, sampled or scored; other statistics are 0. */
    public static final float LOG_PROB_NATS = -1f;

    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final Function<String, List<String>> script;
    private final List<float[][]> weighed = new ArrayList<>();
    private long updates;

    /**
     * @param stopIds what {@link ModelSpec#stopIds()} says; a script that wants its answer to end writes the stop token
     * @param script from the prompt's text (special tokens included) to its completions; sample g gets number g modulo
     *     their number
     */
    public ScriptedModel(Tokenizer tokenizer, Set<Integer> stopIds, Function<String, List<String>> script) {
        this.tokenizer = tokenizer;
        this.stopIds = Set.copyOf(stopIds);
        this.script = script;
    }

    /** The token weights of every backward pass so far, each {@code [S][T_s]}. */
    public List<float[][]> weighed() {
        return List.copyOf(weighed);
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public ModelSpec spec() {
        return new ModelSpec("ScriptedModel", tokenizer.vocabSize(), 1 << 16, 1, 1, 0, Dtype.FP32, Device.CPU, stopIds);
    }

    /** The script's completions, cut after the first stop id or at the budget. */
    @Override
    public List<Generation> generate(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan) {
        List<Generation> all = new ArrayList<>(prompts.size() * samplesEach);
        for (int b = 0; b < prompts.size(); b++) {
            List<String> answers =
                    script.apply(tokenizer.decodeWithSpecials(prompts.get(b).tokens()));
            for (int g = 0; g < samplesEach; g++) {
                all.add(cut(b, g, tokenizer.encode(answers.get(g % answers.size())), plan));
            }
        }
        return all;
    }

    private static Generation cut(int b, int g, int[] written, SamplingPlan plan) {
        int length = 0;
        Finish finish = Finish.LENGTH;
        while (length < Math.min(written.length, plan.maxNewTokens()) && finish == Finish.LENGTH) {
            finish = plan.stopIds().contains(written[length++]) ? Finish.STOP : Finish.LENGTH;
        }
        float[] logProbs = new float[length];
        Arrays.fill(logProbs, plan.warp().greedy() ? 0 : LOG_PROB_NATS);
        return new Generation(b, g, Arrays.copyOf(written, length), logProbs, finish);
    }

    @Override
    public TokenScores score(TokenBatch batch, Set<Stat> want) {
        Map<Stat, float[][]> values = new EnumMap<>(Stat.class);
        for (Stat stat : want) {
            float[][] v = zeros(batch);
            for (float[] row : v) {
                Arrays.fill(row, stat == Stat.LOGPROB ? LOG_PROB_NATS : 0);
            }
            values.put(stat, v);
        }
        return new TokenScores(values);
    }

    @Override
    public TokenScores backward(TokenBatch batch, Set<Stat> want, WeightRule rule) {
        Set<Stat> all = EnumSet.of(Stat.LOGPROB);
        all.addAll(want);
        TokenScores fresh = score(batch, all);
        float[][] weights = zeros(batch);
        rule.weigh(fresh, weights);
        weighed.add(weights);
        return fresh;
    }

    private static float[][] zeros(TokenBatch batch) {
        return batch.sequences().stream().map(c -> new float[c.length]).toArray(float[][]::new);
    }

    @Override
    public UpdateStats update(OptimizerPlan plan) {
        return new UpdateStats(0, 0, ++updates);
    }

    @Override
    public void zeroGradients() {}

    @Override
    public float[] gradients() {
        return new float[0];
    }

    @Override
    public float[] weights() {
        return new float[0];
    }

    @Override
    public void setWeights(float[] weights) {}

    @Override
    public LanguageModel frozenCopy() {
        return new ScriptedModel(tokenizer, stopIds, script);
    }

    /** Writes nothing: there is nothing to keep. */
    @Override
    public void save(Path folder) {}

    @Override
    public void saveTrainingState(Path file) {}

    @Override
    public void loadTrainingState(Path file) {}

    @Override
    public void loadWeights(Path trainingState) {}

    @Override
    public void close() {}
}
