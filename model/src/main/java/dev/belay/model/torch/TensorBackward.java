package dev.belay.model.torch;

import dev.belay.model.BackwardPlan;
import dev.belay.model.Stat;
import dev.belay.model.TokenBatch;
import dev.belay.model.TokenScores;
import dev.belay.model.WeightRule;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * Scores of a batch and the gradient of their weighted sum. Autograd differentiates the blocks; embedding and output matrix
 * are done by hand, so that their gradients add up in fp32 from chunk to chunk.
 *
 * <p>With checkpointing only what each block reads is kept, and the block is computed again, with notes, before its backward
 * pass. Chunks cut a block's feed-forward, the widest thing in it; attention is not cut.
 */
final class TensorBackward {
    private final TensorWeights weights;
    private final TensorTransformer transformer;
    private final OutputLayer output;

    TensorBackward(TensorWeights weights, TensorTransformer transformer, OutputLayer output) {
        this.weights = weights;
        this.transformer = transformer;
        this.output = output;
    }

    /** The stream behind the last block (N, D), without notes. */
    Tensor forward(RowLayout rows) {
        Tensor x = transformer.embed(rows.tokens());
        for (int layer = 0; layer < weights.config.layers(); layer++) {
            x = next(layer, x, rows);
        }
        return x;
    }

    /** Frees the stream in front of the block. */
    private Tensor next(int layer, Tensor x, RowLayout rows) {
        Tensor y = transformer.block(layer, x, rows);
        x.close();
        return y;
    }

    /** @see dev.belay.model.LanguageModel#score */
    TokenScores score(Forest forest, TokenBatch batch, Set<Stat> want) {
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            if (forest.headRows().isEmpty()) {
                return output.score(forest, weights.finalNorm, batch.warp(), want);
            }
            Tensor rows = headRows(forest);
            Tensor normalised = transformer.normaliseOutput(Placement.scoped(() ->
                    forward(RowLayout.of(forest, weights.config, weights.place)).index_select(0, rows)));
            return output.score(forest, normalised, batch.warp(), want);
        }
    }

    private Tensor headRows(Forest forest) {
        long[] rows = forest.headRows().stream().mapToLong(Forest.HeadRow::row).toArray();
        return weights.place.of(rows, rows.length);
    }

    /**
     * @param trained whether all weights are trained
     * @see dev.belay.model.LanguageModel#backward
     */
    TokenScores run(
            Forest forest, TokenBatch batch, Set<Stat> want, WeightRule rule, BackwardPlan plan, boolean trained) {
        if (forest.headRows().isEmpty()) {
            TokenScores nothing = score(forest, batch, want);
            rule.weigh(nothing, forest.zeros());
            return nothing;
        }
        try (var _ = new PointerScope()) {
            RowLayout rows = RowLayout.of(forest, weights.config, weights.place);
            Stream stream = new Stream(rows, plan);
            Tensor last = stream.run();
            Tensor normalised;
            try (var _ = new AutoGradMode(true)) {
                normalised = transformer.normaliseOutput(last.index_select(0, headRows(forest)));
            }
            TokenScores fresh;
            Tensor gradient;
            try (var _ = new NoGradGuard()) {
                Tensor seen = normalised.detach();
                fresh = output.score(forest, seen, batch.warp(), want);
                float[][] tokenWeights = forest.zeros();
                rule.weigh(fresh, tokenWeights);
                gradient = output.backward(forest, seen, batch.warp(), tokenWeights, trained);
            }
            backward(normalised, gradient);
            Tensor first = stream.backward();
            if (trained) {
                weights.gradient(weights.map.embedding()).index_add_(0, rows.tokens(), first);
                weights.collectGradients();
            }
            return fresh;
        }
    }

    private static void backward(Tensor of, Tensor gradient) {
        of.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
    }

    /** The stream through the blocks, forth and back. */
    private final class Stream {
        private final RowLayout rows;
        private final BackwardPlan plan;
        /** What each block reads, or the first alone where autograd keeps the rest; the last is what the head reads. */
        private final List<Tensor> inputs = new ArrayList<>();

        Stream(RowLayout rows, BackwardPlan plan) {
            this.rows = rows;
            this.plan = plan;
        }

        /** @return the stream behind the last block, a leaf or with the notes of all blocks */
        Tensor run() {
            inputs.add(transformer.embed(rows.tokens()).detach().requires_grad_(true));
            Tensor x = inputs.getFirst();
            for (int layer = 0; layer < weights.config.layers(); layer++) {
                if (plan.gradientCheckpointing()) {
                    try (var _ = new NoGradGuard()) {
                        x = transformer.block(layer, x, rows);
                    }
                    x.requires_grad_(true);
                    inputs.add(x);
                } else {
                    x = transformer.block(layer, x, rows);
                }
            }
            return x;
        }

        /** After the gradient has come to the stream behind the last block: the gradient of the embedded tokens. */
        Tensor backward() {
            Tensor gradient = gradientOf(inputs.getLast());
            for (int layer = inputs.size() - 2; layer >= 0; layer--) {
                int l = layer;
                Tensor above = gradient;
                Tensor x = inputs.get(layer);
                gradient = Placement.scoped(() -> again(l, x, above));
                above.close();
                inputs.removeLast().close();
            }
            return gradient;
        }

        private Tensor again(int layer, Tensor x, Tensor above) {
            Tensor middle = transformer.attention(layer, x, rows);
            Tensor kept = middle.detach().requires_grad_(true);
            List<Window> windows = Window.cut(rows.rows(), plan.sequenceChunks());
            for (Window w : windows) {
                differentiate(narrowed(kept, w), narrowed(above, w), part -> transformer.feedForward(layer, part));
            }
            TensorBackward.backward(middle, gradientOf(kept));
            return gradientOf(x);
        }

        private Tensor narrowed(Tensor x, Window w) {
            return x.narrow(0, w.first(), w.count());
        }

        private void differentiate(Tensor x, Tensor above, UnaryOperator<Tensor> body) {
            try (var _ = new PointerScope()) {
                TensorBackward.backward(body.apply(x), above);
            }
        }

        /** A handle of its own: autograd's goes with the leaf. */
        private Tensor gradientOf(Tensor leaf) {
            return new Tensor(leaf.grad());
        }
    }
}
