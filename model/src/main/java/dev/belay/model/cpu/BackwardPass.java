package dev.belay.model.cpu;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenScores;
import dev.belay.model.WeightRule;
import dev.belay.model.cpu.Activations.Keep;
import dev.belay.model.cpu.RolloutActivations.Recall;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Window;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Scores of a batch and the gradient of their weighted sum. What the layers computed comes from sampling, where all of it is
 * there and nothing is to be saved, otherwise from a forward pass.
 */
final class BackwardPass implements AutoCloseable {
    private final Transformer transformer;
    private final Head head;
    private final Training training;
    private final RolloutActivations rollout;
    private final TransformerGradient gradient;

    BackwardPass(Transformer transformer, Head head, Training training, RolloutActivations rollout) {
        this.transformer = transformer;
        this.head = head;
        this.training = training;
        this.rollout = rollout;
        gradient = new TransformerGradient(transformer);
    }

    /** @see dev.belay.model.LanguageModel#backward */
    TokenScores run(Forest forest, TokenBatch batch, Set<Stat> want, WeightRule rule, BackwardPlan plan) {
        List<Window> windows = Window.cut(forest.rows(), plan.sequenceChunks());
        Optional<Recall> recall = plan.equals(BackwardPlan.PLAIN)
                ? rollout.recall(forest, transformer.parameters.version())
                : Optional.empty();
        LayerSource layers = forest.rows() == 0 ? LayerSource.IN_PLACE : layers(forest, plan, windows, recall);
        TokenScores fresh = head.score(forest, batch.warp(), want);
        if (recall.isPresent()) {
            fresh = fresh.ofRollout();
        }
        float[][] weights = forest.zeros();
        rule.weigh(fresh, weights);
        if (forest.rows() > 0) {
            long dStream = gradient.prepare(forest.rows(), windows);
            head.backward(forest, weights, dStream, training.gradients());
            gradient.run(forest, windows, layers, training.gradients());
        }
        return fresh;
    }

    /**
     * Brings the stream behind the last layer. Memory is held either for what sampling computed or for a forward pass that
     * keeps everything, not for both.
     */
    private LayerSource layers(Forest forest, BackwardPlan plan, List<Window> windows, Optional<Recall> recall) {
        if (recall.isPresent()) {
            transformer.kept.dropEverything();
            return recalled(forest, recall.get());
        }
        rollout.release();
        return LayerSource.compute(transformer, forest, plan, windows);
    }

    private LayerSource recalled(Forest forest, Recall recall) {
        Window all = new Window(0, forest.rows());
        transformer.prepare(forest, Keep.NOTHING);
        transformer.forChunks(all, (chunk, from, count, s) -> recall.output(from, count, transformer.kept));
        return new LayerSource() {
            @Override
            public void bring(int layer) {
                transformer.forChunks(
                        all, (chunk, from, count, s) -> recall.layer(layer, from, count, transformer.kept));
            }
        };
    }

    /** Native memory that grows with the tokens of a batch. */
    long bytes() {
        return gradient.bytes() + rollout.bytes();
    }

    @Override
    public void close() {
        gradient.close();
        rollout.close();
    }
}
