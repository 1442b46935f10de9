package dev.belay.model.torch;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.torch.RowLayout.Angles;
import dev.belay.model.torch.RowLayout.Bucket;
import dev.belay.model.weights.LayerWeights;
import dev.belay.model.weights.Matrix;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The blocks as tensor operations over rows. The stream between blocks, norms and rotary turns are fp32; products and
 * attention run in the model's compute type. Whether autograd takes notes is up to the caller.
 */
final class TensorTransformer {
    private final TensorWeights weights;
    private final ModelConfig config;
    private final Placement device;
    private final boolean normsBefore;
    private @Nullable TensorAdapters adapters;

    TensorTransformer(TensorWeights weights) {
        this.weights = weights;
        config = weights.config;
        device = weights.place;
        normsBefore = config.family().norms() == NormPlacement.BEFORE;
    }

    /** From now on projections have these adapters. */
    void adapt(TensorAdapters made) {
        adapters = made;
    }

    /**
     * What attention works with, of N rows; fp32. Rectangles of it are in the compute type: a row that many sequences read gets an
     * addend of its gradient from each, and a bf16 sum stops growing where an addend is below a 256th of it.
     *
     * @param queries (N, H, headSize)
     * @param keys (N, KV, headSize)
     * @param values (N, KV, headSize)
     */
    record Projected(Tensor queries, Tensor keys, Tensor values) {}

    /** @return (N, D) */
    Tensor embed(Tensor tokens) {
        return weights.embedding.index_select(0, tokens).to(ScalarType.Float);
    }

    /** One block; (N, D) to (N, D). */
    Tensor block(int layer, Tensor x, RowLayout rows) {
        return Placement.scoped(() -> feedForward(layer, attention(layer, x, rows)));
    }

    /** The first half of a block. */
    Tensor attention(int layer, Tensor x, RowLayout rows) {
        return Placement.scoped(() -> {
            Projected p = project(layer, x, rows.angles());
            return addAttended(layer, x, attend(p, rows));
        });
    }

    /** Queries, keys and values, turned; they belong to the innermost scope. */
    Projected project(int layer, Tensor x, Angles angles) {
        TensorLayer w = weights.layers.get(layer);
        Tensor in = branchInput(x, w.norm1());
        Tensor all = linear(in, at(layer).qkv(), w.qkv(), w.qkvBias());
        int q = config.querySize();
        int k = config.keyValueSize();
        Tensor queries = turn(normalised(all.narrow(1, 0, q), w.queryNorm()), angles);
        Tensor keys = turn(normalised(all.narrow(1, q, k), w.keyNorm()), angles);
        Tensor values = all.narrow(1, q + (long) k, k)
                .reshape(-1, config.keyValueHeads(), config.headSize())
                .to(ScalarType.Float);
        return new Projected(queries, keys, values);
    }

    /** The stream with what attention found added. */
    Tensor addAttended(int layer, Tensor x, Tensor context) {
        TensorLayer w = weights.layers.get(layer);
        return addBranch(x, linear(context, at(layer).out(), w.out(), null), w.norm1());
    }

    /** The second half of a block; works on any rows by themselves. */
    Tensor feedForward(int layer, Tensor x) {
        TensorLayer w = weights.layers.get(layer);
        int inner = config.intermediateSize();
        return Placement.scoped(() -> {
            Tensor both = linear(branchInput(x, w.norm2()), at(layer).gateUp(), w.gateUp(), null);
            Tensor active = torch.silu(both.narrow(1, 0, inner)).mul(both.narrow(1, inner, inner));
            return addBranch(x, linear(active, at(layer).down(), w.down(), null), w.norm2());
        });
    }

    /** What the output matrix reads; (R, D) of the compute type. */
    Tensor normaliseOutput(Tensor x) {
        return Placement.scoped(() -> device.cast(norm(x, weights.finalNorm)));
    }

    private LayerWeights at(int layer) {
        return weights.map.layers().get(layer);
    }

    /** A projection, with its adapters if it has some. */
    private Tensor linear(Tensor x, Matrix place, Tensor w, @Nullable Tensor bias) {
        Tensor y = bias == null ? torch.linear(x, w) : torch.linear(x, w, new TensorOptional(bias));
        return adapters == null ? y : adapters.addTo(place, x, y);
    }

    private Tensor branchInput(Tensor x, Tensor norm) {
        return device.cast(normsBefore ? norm(x, norm) : x);
    }

    private Tensor addBranch(Tensor x, Tensor branch, Tensor norm) {
        Tensor wide = branch.to(ScalarType.Float);
        return x.add(normsBefore ? wide : norm(wide, norm));
    }

    /** Root-mean-square norm over as many of the last dimension's numbers as there are weights; fp32. */
    private Tensor norm(Tensor x, Tensor w) {
        return torch.rms_norm(
                x,
                new long[] {w.numel()},
                new TensorOptional(w.to(ScalarType.Float)),
                new DoubleOptional(config.rmsNormEpsilon()));
    }

    /** Queries or keys (N, width) normalised as the family does, by head; fp32. */
    private Tensor normalised(Tensor x, @Nullable Tensor w) {
        int size = config.headSize();
        Tensor wide = x.to(ScalarType.Float);
        if (w == null) {
            return wide.reshape(-1, x.size(1) / size, size);
        }
        return norm(wide.reshape(-1, x.size(1) / w.numel(), w.numel()), w).view(-1, x.size(1) / size, size);
    }

    /** Turns dimension i with dimension i + half of each head (N, heads, headSize); fp32. */
    private Tensor turn(Tensor x, Angles angles) {
        int half = config.headSize() / 2;
        Tensor a = x.narrow(2, 0, half);
        Tensor b = x.narrow(2, half, half);
        Tensor first = a.mul(angles.cosines()).sub(b.mul(angles.sines()));
        Tensor second = b.mul(angles.cosines()).add(a.mul(angles.sines()));
        return torch.cat(new TensorVector(first, second), 2);
    }

    /** @return (N, Q) */
    Tensor attend(Projected p, RowLayout rows) {
        Tensor[] results = new Tensor[rows.buckets().size()];
        for (int i = 0; i < results.length; i++) {
            Bucket bucket = rows.buckets().get(i);
            results[i] = Placement.scoped(() -> attend(p, bucket));
        }
        return torch.cat(new TensorVector(results), 0).index_select(0, rows.place());
    }

    /** @return (S·L, Q) */
    private Tensor attend(Projected p, Bucket b) {
        Tensor q = rectangle(p.queries(), b.queryRows(), b.count(), b.queries());
        Tensor k = repeated(rectangle(p.keys(), b.keyRows(), b.count(), b.keys()));
        Tensor v = repeated(rectangle(p.values(), b.keyRows(), b.count(), b.keys()));
        return attend(q, k, v, b.mask()).transpose(1, 2).reshape(-1, config.querySize());
    }

    /**
     * Softmax attention.
     *
     * @param q (S, H, L, headSize)
     * @param k (S, H, K, headSize)
     * @param mask added to scores, or true where a query sees a key; null for every key not behind it
     */
    static Tensor attend(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
        TensorOptional seen = mask == null ? new TensorOptional() : new TensorOptional(mask);
        return torch.scaled_dot_product_attention(q, k, v, seen, 0, mask == null, new DoubleOptional(), false);
    }

    /** Rows of a rectangle; (N, heads, headSize) to (S, heads, length, headSize) of the compute type. */
    private Tensor rectangle(Tensor x, Tensor rows, int count, int length) {
        return device.cast(x.index_select(0, rows))
                .view(count, length, x.size(1), config.headSize())
                .transpose(1, 2);
    }

    /** Each key and value head beside the query heads that read it. */
    private Tensor repeated(Tensor x) {
        int times = config.heads() / config.keyValueHeads();
        if (times == 1) {
            return x;
        }
        return x.unsqueeze(2)
                .expand(-1, -1, times, -1, -1)
                .reshape(x.size(0), config.heads(), x.size(2), config.headSize());
    }
}
