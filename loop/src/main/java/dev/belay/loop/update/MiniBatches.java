package dev.belay.loop.update;

import dev.belay.loop.schedule.Permutation;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Which sequences of a batch each optimizer step sees. */
final class MiniBatches {
    private MiniBatches() {}

    /** All sequence numbers, in order. */
    static List<Integer> everything(TrainingBatch batch) {
        return IntStream.range(0, batch.size()).boxed().toList();
    }

    /**
     * Cuts a batch into equal parts. A single part keeps the order; for several, groups are shuffled and stay together where
     * the cuts allow it.
     *
     * @return at most {@code wanted} parts, none of them empty
     */
    static List<List<Integer>> cut(TrainingBatch batch, int wanted, RandomKey key) {
        List<Integer> order = wanted == 1 ? everything(batch) : shuffledByGroup(batch, key);
        List<List<Integer>> parts = new ArrayList<>();
        for (int p = 0; p < wanted; p++) {
            int from = (int) ((long) order.size() * p / wanted);
            int to = (int) ((long) order.size() * (p + 1) / wanted);
            if (to > from) {
                parts.add(order.subList(from, to));
            }
        }
        return parts;
    }

    private static List<Integer> shuffledByGroup(TrainingBatch batch, RandomKey key) {
        int groups = batch.groups().size();
        int[] first = new int[groups + 1];
        for (int g = 0; g < groups; g++) {
            first[g + 1] = first[g] + batch.groups().get(g).size();
        }
        List<Integer> out = new ArrayList<>(batch.size());
        for (int g : Permutation.of(groups, key)) {
            for (int s = first[g]; s < first[g + 1]; s++) {
                out.add(s);
            }
        }
        return out;
    }
}
