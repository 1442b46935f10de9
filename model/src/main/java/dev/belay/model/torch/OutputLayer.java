package dev.belay.model.torch;

import dev.belay.model.LogitWarp;
import dev.belay.model.Stat;
import dev.belay.model.TokenScores;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Forest.HeadRow;
import dev.belay.model.forest.Forest.Target;
import dev.belay.model.torch.TokenDistribution.Picked;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The output matrix over the rows that predict something, in chunks of a bounded number of logits, and its gradient by hand:
 * autograd would keep every chunk.
 */
final class OutputLayer {
    /** Logits of a chunk. */
    static final long CHUNK_LOGITS = 16L << 20;

    private final TensorWeights weights;
    private final Placement device;
    private final int vocab;

    OutputLayer(TensorWeights weights) {
        this.weights = weights;
        device = weights.place;
        vocab = weights.config.vocabSize();
    }

    /** Rows of a chunk at most. */
    static long chunkRows(int vocabSize) {
        return Math.max(1, CHUNK_LOGITS / vocabSize);
    }

    /** Logits of rows (R, D) that went through the last norm, computed in the model's type as transformers does; (R, V) fp32. */
    Tensor logits(Tensor normalised) {
        return torch.linear(normalised, weights.head).to(ScalarType.Float);
    }

    /** Some of a forest's head rows, and what they predict in order. */
    private record Chunk(int first, int count, List<Target> targets, long[] rows, long[] flat) {}

    private List<Chunk> chunks(Forest forest) {
        List<HeadRow> all = forest.headRows();
        int size = (int) Math.min(all.size(), chunkRows(vocab));
        List<Chunk> chunks = new ArrayList<>();
        for (int first = 0; first < all.size(); first += size) {
            List<HeadRow> rows = all.subList(first, Math.min(all.size(), first + size));
            List<Target> targets =
                    rows.stream().flatMap(row -> row.targets().stream()).toList();
            long[] rowOf = new long[targets.size()];
            long[] flat = new long[targets.size()];
            int t = 0;
            for (int r = 0; r < rows.size(); r++) {
                for (Target target : rows.get(r).targets()) {
                    rowOf[t] = r;
                    flat[t++] = (long) r * vocab + target.token();
                }
            }
            chunks.add(new Chunk(first, rows.size(), targets, rowOf, flat));
        }
        return chunks;
    }

    private Picked picked(Chunk chunk) {
        return new Picked(device.of(chunk.rows, chunk.rows.length), device.of(chunk.flat, chunk.flat.length));
    }

    /**
     * The statistics of all targets.
     *
     * @param normalised (R, D), the head rows in order; not looked at when there are none
     */
    TokenScores score(Forest forest, Tensor normalised, LogitWarp warp, Set<Stat> want) {
        Set<Stat> all = EnumSet.of(Stat.LOGPROB);
        all.addAll(want);
        List<Stat> stats = List.copyOf(all);
        List<float[][]> tables = stats.stream().map(_ -> forest.zeros()).toList();
        for (Chunk chunk : chunks(forest)) {
            double[] found = statistics(chunk, normalised, warp, stats);
            int at = 0;
            for (float[][] table : tables) {
                for (Target target : chunk.targets) {
                    table[target.sequence()][target.at()] = (float) found[at++];
                }
            }
        }
        Map<Stat, float[][]> values = new EnumMap<>(Stat.class);
        for (int i = 0; i < stats.size(); i++) {
            values.put(stats.get(i), tables.get(i));
        }
        return new TokenScores(values);
    }

    /** Those of a chunk's targets, one statistic behind the other. */
    private double[] statistics(Chunk chunk, Tensor normalised, LogitWarp warp, List<Stat> stats) {
        try (var _ = new PointerScope()) {
            TokenDistribution d = new TokenDistribution(logits(normalised.narrow(0, chunk.first, chunk.count)), warp);
            Picked picked = picked(chunk);
            Tensor[] each = stats.stream()
                    .map(stat -> stat(d, stat, picked).to(ScalarType.Double))
                    .toArray(Tensor[]::new);
            return Placement.doubles(torch.stack(new TensorVector(each), 0));
        }
    }

    /** One statistic of each target of a chunk, (n). */
    private Tensor stat(TokenDistribution d, Stat stat, Picked picked) {
        return switch (stat) {
            case LOGPROB -> d.logProbs(picked);
            case ENTROPY -> d.entropies().index_select(0, picked.rows());
            case RANK -> ranks(d, picked);
            case CHOSEN_LOGIT -> d.logits(picked);
            case LOGSUMEXP -> d.logSumExp(picked);
            case MEAN_LOGIT -> d.means().index_select(0, picked.rows());
        };
    }

    /** In pieces: a row is compared with each of its targets, which may be many. */
    private Tensor ranks(TokenDistribution d, Picked picked) {
        long n = picked.rows().size(0);
        long size = chunkRows(vocab);
        List<Tensor> pieces = new ArrayList<>();
        for (long from = 0; from < n; from += size) {
            long first = from;
            long count = Math.min(size, n - from);
            pieces.add(Placement.scoped(() -> d.ranks(new Picked(
                    picked.rows().narrow(0, first, count), picked.flat().narrow(0, first, count)))));
        }
        return torch.cat(new TensorVector(pieces.toArray(Tensor[]::new)), 0);
    }

    /**
     * Adds to the gradient of the output matrix, if that is trained.
     *
     * @param tokenWeights {@code [S][T_s]} dL/dlogp
     * @param trained whether all weights are
     * @return the gradient of {@code normalised}; belongs to the innermost scope
     */
    Tensor backward(Forest forest, Tensor normalised, LogitWarp warp, float[][] tokenWeights, boolean trained) {
        List<Tensor> parts = new ArrayList<>();
        for (Chunk chunk : chunks(forest)) {
            parts.add(Placement.scoped(() -> {
                Tensor rows = normalised.narrow(0, chunk.first, chunk.count);
                double[] each = chunk.targets.stream()
                        .mapToDouble(t -> tokenWeights[t.sequence()][t.at()])
                        .toArray();
                TokenDistribution d = new TokenDistribution(logits(rows), warp);
                Tensor gradient = device.cast(d.gradient(picked(chunk), device.of(each, each.length)));
                if (trained) {
                    weights.gradient(weights.map.head()).add_(gradient.t().mm(rows));
                }
                return gradient.mm(weights.head);
            }));
        }
        return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 0);
    }
}
