package dev.belay.model.cpu;

import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenPrompt;
import dev.belay.model.Tokenizer;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small models and batches for the tests of both engines. */
public final class Models {
    public static final ModelConfig TINY = ModelConfig.qwen2(23, 16, 2, 4, 2, 20);

    private Models() {}

    /** A model whose weights are large enough for logits to differ. */
    public static CpuModel tiny(long seed) {
        return spread(TINY, seed, 0.3f);
    }

    public static CpuModel spread(ModelConfig config, long seed, float deviation) {
        CpuModel model = CpuModel.random(config, NO_TOKENIZER, RandomKey.of(seed));
        float[] weights = model.weights();
        RandomKey key = RandomKey.of(seed).child("spread");
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (deviation * (2 * key.uniform(i) - 1));
        }
        model.setWeights(weights);
        return model;
    }

    public static int[] ids(long seed, int length, int vocab) {
        RandomKey key = RandomKey.of(seed);
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = key.below(vocab, i);
        }
        return ids;
    }

    /** Two groups with prompts of different lengths, one completion empty and one of a single token. */
    public static TokenBatch batch(int vocab, LogitWarp warp) {
        return new TokenBatch(
                List.of(
                        new PromptTree(
                                ids(1, 5, vocab),
                                List.of(ids(2, 7, vocab), new int[0], ids(3, 3, vocab), ids(4, 1, vocab))),
                        new PromptTree(ids(5, 1, vocab), List.of(ids(6, 4, vocab), ids(7, 9, vocab)))),
                warp);
    }

    /** {@link #batch} and two groups whose prompts and completions have long beginnings in common. */
    public static TokenBatch branching(int vocab, LogitWarp warp) {
        int[] common = ids(8, 40, vocab);
        List<PromptTree> trees = new ArrayList<>(batch(vocab, warp).trees());
        trees.add(new PromptTree(
                join(common, ids(9, 2, vocab)),
                List.of(
                        ids(10, 6, vocab),
                        join(ids(10, 3, vocab), ids(11, 4, vocab)),
                        ids(10, 2, vocab),
                        join(ids(10, 6, vocab), ids(12, 1, vocab)))));
        trees.add(new PromptTree(join(common, ids(13, 1, vocab)), List.of(ids(10, 4, vocab), ids(10, 4, vocab))));
        return new TokenBatch(trees, warp);
    }

    public static int[] join(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    public static List<TokenPrompt> prompts(int vocab, int... lengths) {
        List<TokenPrompt> prompts = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            prompts.add(new TokenPrompt(RandomKey.of(11).child(i), ids(20 + i, lengths[i], vocab)));
        }
        return prompts;
    }

    public static final Tokenizer NO_TOKENIZER = new NoTokenizer();
}
