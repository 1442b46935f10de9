package dev.belay.model.torch;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.Forest.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a forest on the device. Everything but attention works on rows, without padding. For attention, segments of
 * similar size are put into rectangles: queries (S, L) and the keys they may see (S, K), which are gathered from the rows, so
 * that a prompt's keys exist once and are differentiated once, whoever reads them. What is padding sees something and is
 * seen by nobody, and no row takes its result.
 *
 * @param rows N
 * @param tokens (N)
 * @param angles cosine and sine of what each row turns by
 * @param buckets the rectangles
 * @param place (N), where each row's result stands in the rectangles' queries, one rectangle behind the other
 */
record RowLayout(int rows, Tensor tokens, Angles angles, List<Bucket> buckets, Tensor place) {
    /** Most places of a rectangle's mask: a bound for the memory of one attention. */
    static final long MAX_SCORES = 1L << 24;

    /** A segment goes into a rectangle of which it fills at least this share of each side. */
    static final int LEAST_SHARE = 2;

    /** Fused kernels copy a mask whose rows are not a multiple of this long. */
    static final int KEY_MULTIPLE = 16;

    /**
     * Segments whose attention is computed together.
     *
     * @param count S
     * @param queries L, the most rows of one
     * @param keys K, the most rows that the last row of one sees
     * @param queryRows (S·L), a segment's first row where there is none
     * @param keyRows (S·K), likewise
     * @param mask (S, 1, L, K) of the compute type, 0 where a query sees a key and minus infinity elsewhere; null where it
     *     sees every key not behind it
     */
    record Bucket(
            int count,
            int queries,
            int keys,
            Tensor queryRows,
            Tensor keyRows,
            @Nullable Tensor mask) {}

    /**
     * Rotary angles.
     *
     * @param cosines (N, 1, headSize / 2)
     * @param sines likewise
     */
    record Angles(Tensor cosines, Tensor sines) {
        /** @param positions (N) fp32 */
        static Angles at(Tensor positions, ModelConfig config, Placement device) {
            float[] each = config.rotaryFrequencies();
            Tensor angles = positions.view(-1, 1, 1).mul(device.of(each, each.length));
            Scalar length = new Scalar(config.rotaryLength());
            return new Angles(angles.cos().mul(length), angles.sin().mul(length));
        }
    }

    /** Its tensors belong to the innermost scope. */
    static RowLayout of(Forest forest, ModelConfig config, Placement device) {
        int n = forest.rows();
        long[] tokens = new long[n];
        long[] positions = new long[n];
        for (int r = 0; r < n; r++) {
            tokens[r] = forest.token(r);
            positions[r] = forest.position(r);
        }
        long[] place = new long[n];
        List<Bucket> buckets = new ArrayList<>();
        long filled = 0;
        for (List<Segment> group : groups(forest.segments())) {
            buckets.add(bucket(group, filled, place, device));
            filled += (long) group.size() * group.getFirst().length();
        }
        Angles angles = Angles.at(device.of(positions, n).to(ScalarType.Float), config, device);
        return new RowLayout(n, device.of(tokens, n), angles, buckets, device.of(place, n));
    }

    /** Segments of similar size together, the longest of each group first; those without anything before them apart. */
    private static List<List<Segment>> groups(List<Segment> segments) {
        List<Segment> sorted = new ArrayList<>(segments);
        sorted.sort(Comparator.<Segment>comparingInt(s -> s.prefixLength() == 0 ? 0 : 1)
                .thenComparing(Comparator.comparingInt(Segment::length).reversed())
                .thenComparing(
                        Comparator.comparingInt((Segment s) -> s.path().length).reversed()));
        List<List<Segment>> groups = new ArrayList<>();
        int most = 0;
        int least = 0;
        for (Segment s : sorted) {
            int keys = s.path().length;
            List<Segment> last = groups.isEmpty() ? List.of() : groups.getLast();
            boolean fits = !last.isEmpty()
                    && (last.getFirst().prefixLength() == 0) == (s.prefixLength() == 0)
                    && s.length() * LEAST_SHARE >= last.getFirst().length()
                    && Math.min(least, keys) * LEAST_SHARE >= Math.max(most, keys)
                    && (last.size() + 1L) * last.getFirst().length() * Math.max(most, keys) <= MAX_SCORES;
            if (fits) {
                last.add(s);
                most = Math.max(most, keys);
                least = Math.min(least, keys);
            } else {
                groups.add(new ArrayList<>(List.of(s)));
                most = keys;
                least = keys;
            }
        }
        return groups;
    }

    /** @param place of each row, written for those of the group, whose results begin at {@code first} */
    private static Bucket bucket(List<Segment> group, long first, long[] place, Placement device) {
        int count = group.size();
        int queries = group.getFirst().length();
        boolean causal = group.getFirst().prefixLength() == 0;
        int most = group.stream().mapToInt(s -> s.path().length).max().orElseThrow();
        int keys = causal ? most : Math.ceilDiv(most, KEY_MULTIPLE) * KEY_MULTIPLE;
        long[] queryRows = new long[count * queries];
        long[] keyRows = new long[count * keys];
        long[] before = new long[count];
        for (int s = 0; s < count; s++) {
            Segment segment = group.get(s);
            before[s] = segment.prefixLength();
            for (int i = 0; i < queries; i++) {
                boolean real = i < segment.length();
                queryRows[s * queries + i] = real ? segment.start() + (long) i : segment.start();
                if (real) {
                    place[segment.start() + i] = first + (long) s * queries + i;
                }
            }
            for (int j = 0; j < keys; j++) {
                keyRows[s * keys + j] = j < segment.path().length ? segment.path()[j] : segment.start();
            }
        }
        Tensor mask = null;
        if (!causal) {
            mask = Placement.scoped(() -> {
                Tensor last = device.of(before, count, 1, 1, 1)
                        .add(device.range(queries).view(1, 1, queries, 1));
                Tensor hidden = device.range(keys).view(1, 1, 1, keys).gt(last);
                return device.zeros(device.compute(), 1).masked_fill(hidden, new Scalar(Double.NEGATIVE_INFINITY));
            });
        }
        return new Bucket(
                count, queries, keys, device.of(queryRows, queryRows.length), device.of(keyRows, keyRows.length), mask);
    }
}
