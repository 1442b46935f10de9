package dev.belay.lab.pretrain;

import dev.belay.model.LanguageModel;
import dev.belay.model.LogitWarp;
import dev.belay.model.OptimizerPlan;
import dev.belay.model.PromptTree;
import dev.belay.model.RandomKey;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenScores;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Next-token training on a generated corpus: cross-entropy of every token but the first of each document, averaged over
 * the tokens of the step, AdamW (betas .9 and .95, weight decay .1, clip 1).
 *
 * <p>It is the same {@code backward} that reinforcement learning uses, with every weight at {@code -1/tokens}.
 */
public final class Pretraining {
    private static final OptimizerPlan OPTIMIZER = new OptimizerPlan(0, 0.9, 0.95, 1e-8, 0.1, 1);

    private final PretrainPlan plan;
    private final LanguageModel model;
    private final int endId;
    private final RandomKey corpus;
    private int step;

    /** @param model freshly initialised, with a tokenizer of {@link CragVocabulary} */
    public Pretraining(PretrainPlan plan, LanguageModel model, int endId) {
        this.plan = plan;
        this.model = model;
        this.endId = endId;
        this.corpus =
                RandomKey.of(plan.seed()).child("corpus").child(plan.family().name());
    }

    /**
     * What one step did.
     *
     * @param step counted from 1
     * @param loss mean cross-entropy in nats a token
     * @param tokens predicted in the step
     * @param gradNorm before clipping
     */
    public record Progress(int step, double loss, int tokens, double gradNorm) {}

    public boolean finished() {
        return step == plan.steps();
    }

    /** Takes one optimizer step on the next documents of the corpus. */
    public Progress step() {
        TokenBatch batch = batch(step);
        int tokens = batch.completionTokens();
        TokenScores scores = model.backward(batch, Set.of(Stat.LOGPROB), (fresh, weights) -> {
            for (float[] w : weights) {
                Arrays.fill(w, -1f / tokens);
            }
        });
        double gradNorm = model.update(OPTIMIZER.withLearningRate(plan.learningRateAt(step)))
                .gradNorm();
        step++;
        return new Progress(step, meanLoss(scores, tokens), tokens, gradNorm);
    }

    private TokenBatch batch(int step) {
        Tokenizer tokenizer = model.tokenizer();
        List<PromptTree> documents = new ArrayList<>();
        for (int i = 0; i < plan.documentsPerStep(); i++) {
            String text = plan.family().document(corpus, (long) step * plan.documentsPerStep() + i);
            int[] ids = tokenizer.encode(text);
            int[] ended = Arrays.copyOf(ids, ids.length + 1);
            ended[ids.length] = endId;
            documents.add(PromptTree.ofText(ended));
        }
        return new TokenBatch(documents, LogitWarp.NONE);
    }

    private static double meanLoss(TokenScores scores, int tokens) {
        double sum = 0;
        for (float[] row : scores.logProbs()) {
            for (float logProb : row) {
                sum -= logProb;
            }
        }
        return sum / tokens;
    }
}
