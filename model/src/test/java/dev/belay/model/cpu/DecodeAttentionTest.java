package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.Activations.Keep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against softmax(q·kᵀ/√d)·v in double precision, number by number. */
class DecodeAttentionTest {
    private static final int LAYER = 1;
    private static final int HEAD_SIZE = 8;

    /** Activations of other rows come first. */
    private static final int FIRST = 2;

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, '1'",
        "1, 2, 1, '1 1 1'",
        "5, 2, 1, '1 17 65 130'",
        "64, 1, 3, '3 64 2'",
        "65, 2, 3, '1 16 17 64 65'",
        "130, 1, 7, '9 1'",
        "0, 2, 7, '130 1 33'",
    })
    void attend_rowsOfAnyLengths_isTheWeightedAverage(int prompt, int keyValueHeads, int groupSize, String own) {
        int[] lengths =
                Arrays.stream(own.split(" ")).mapToInt(Integer::parseInt).toArray();
        try (Scene scene = new Scene(keyValueHeads, groupSize, prompt, lengths)) {
            scene.attend(0, lengths.length);
            scene.requireExact(0, lengths.length);
        }
    }

    @Test
    void attend_partOfTheRows_leavesTheOthersAlone() {
        try (Scene scene = new Scene(2, 3, 20, new int[] {4, 5, 6, 7})) {
            scene.attend(1, 3);
            scene.requireExact(1, 3);
            assertThat(scene.context(0)).containsOnly(Scene.UNTOUCHED);
            assertThat(scene.context(3)).containsOnly(Scene.UNTOUCHED);
        }
    }

    /** 7 queries of 2,100 columns: four rows at a time. */
    @Test
    void attend_moreScoresThanAreMadeAtATime_isTheWeightedAverage() {
        int[] lengths = {30, 1, 2, 60, 61, 62, 3, 4, 5};
        try (Scene scene = new Scene(1, 7, 2000, lengths)) {
            scene.attend(0, lengths.length);
            scene.requireExact(0, lengths.length);
            assertThat(scene.attention.bytes()).isLessThan(scene.plannedBytes());
        }
    }

    @Test
    void attend_afterNumbersThatAreNone_isNotTouchedByThem() {
        try (Scene scene = new Scene(2, 3, 40, new int[] {5, 33, 2, 9, 1})) {
            scene.fillQueries(Float.NaN);
            scene.attend(0, 5);
            assertThat(scene.context(0)).contains(Float.NaN);
            scene.drawQueries();
            scene.attend(0, 3);
            scene.requireExact(0, 3);
        }
    }

    /** A prompt, rows of it, and their activations. */
    private static final class Scene implements AutoCloseable {
        static final float UNTOUCHED = 77;

        private final ModelConfig config;
        private final KeyValuePool pool;
        private final Activations page;
        private final DecodeAttention attention;
        private final KeyValueCache prompt;
        private final DecodeLane.Row[] rows;
        private final RandomKey key = RandomKey.of(3);
        private final List<float[][]> promptTokens = new ArrayList<>();
        private final List<List<float[][]>> ownTokens = new ArrayList<>();

        Scene(int keyValueHeads, int groupSize, int promptLength, int[] ownLengths) {
            int heads = keyValueHeads * groupSize;
            config = ModelConfig.qwen2(10, heads * HEAD_SIZE, LAYER + 1, heads, keyValueHeads, 8);
            pool = new KeyValuePool(config);
            attention = new DecodeAttention(config);
            page = new Activations(config);
            page.prepare(FIRST + ownLengths.length, Keep.EVERYTHING, FIRST + ownLengths.length);
            prompt = cache(promptLength, promptTokens, key.child("prompt"));
            prompt.setLength(promptLength);
            rows = new DecodeLane.Row[ownLengths.length];
            for (int r = 0; r < rows.length; r++) {
                List<float[][]> tokens = new ArrayList<>();
                KeyValueCache own =
                        cache(ownLengths[r], tokens, key.child("own").child(r));
                own.setLength(ownLengths[r] - 1);
                ownTokens.add(tokens);
                rows[r] = new Row(prompt, own);
                float[] untouched = new float[config.querySize()];
                Arrays.fill(untouched, UNTOUCHED);
                FloatMemory.store(untouched, page.context(LAYER, FIRST + r), untouched.length);
            }
            drawQueries();
        }

        private record Row(KeyValueCache prompt, KeyValueCache own) implements DecodeLane.Row {
            @Override
            public int token() {
                return 0;
            }
        }

        /** @param tokens key and value of each, by head, are added */
        private KeyValueCache cache(int length, List<float[][]> tokens, RandomKey from) {
            KeyValueCache cache = new KeyValueCache(config, pool);
            cache.reserve(length);
            int width = config.keyValueSize();
            for (int t = 0; t < length; t++) {
                float[] both = numbers(2 * width, from.child(t));
                cache.put(LAYER, t, both, 0, width);
                tokens.add(new float[][] {Arrays.copyOf(both, width), Arrays.copyOfRange(both, width, 2 * width)});
            }
            return cache;
        }

        private static float[] numbers(int n, RandomKey from) {
            float[] numbers = new float[n];
            for (int i = 0; i < n; i++) {
                numbers[i] = (float) (4 * from.uniform(i) - 2);
            }
            return numbers;
        }

        void drawQueries() {
            for (int r = 0; r < rows.length; r++) {
                float[] query = numbers(config.querySize(), key.child("query").child(r));
                FloatMemory.store(query, page.qkv(LAYER, FIRST + r), query.length);
            }
        }

        void fillQueries(float value) {
            float[] query = new float[config.querySize()];
            Arrays.fill(query, value);
            for (int r = 0; r < rows.length; r++) {
                FloatMemory.store(query, page.qkv(LAYER, FIRST + r), query.length);
            }
        }

        void attend(int from, int to) {
            attention.attend(LAYER, new DecodeAttention.Group(rows, from, to, page, FIRST));
        }

        float[] context(int row) {
            float[] context = new float[config.querySize()];
            FloatMemory.load(page.context(LAYER, FIRST + row), context, context.length);
            return context;
        }

        long plannedBytes() {
            int own = ownTokens.stream().mapToInt(List::size).max().orElseThrow();
            return DecodeAttention.floats(config, rows.length, (long) promptTokens.size() + own) * Float.BYTES;
        }

        void requireExact(int from, int to) {
            for (int r = from; r < to; r++) {
                float[] query = new float[config.querySize()];
                FloatMemory.load(page.qkv(LAYER, FIRST + r), query, query.length);
                List<float[][]> seen = new ArrayList<>(promptTokens);
                seen.addAll(ownTokens.get(r));
                float[] context = context(r);
                for (int h = 0; h < config.heads(); h++) {
                    requireExact(r, h, query, seen, context);
                }
            }
        }

        private void requireExact(int row, int head, float[] query, List<float[][]> seen, float[] context) {
            int at = head / (config.heads() / config.keyValueHeads()) * HEAD_SIZE;
            double[] weights = new double[seen.size()];
            double total = 0;
            for (int t = 0; t < weights.length; t++) {
                double product = 0;
                for (int d = 0; d < HEAD_SIZE; d++) {
                    product += (double) query[head * HEAD_SIZE + d] * seen.get(t)[0][at + d];
                }
                weights[t] = Math.exp(product / Math.sqrt(HEAD_SIZE));
                total += weights[t];
            }
            for (int d = 0; d < HEAD_SIZE; d++) {
                double average = 0;
                for (int t = 0; t < weights.length; t++) {
                    average += weights[t] / total * seen.get(t)[1][at + d];
                }
                assertThat(context[head * HEAD_SIZE + d])
                        .as("row %d, head %d, dimension %d", row, head, d)
                        .isCloseTo((float) average, within(2e-6f));
            }
            float logSum = FloatMemory.get(page.logSum(LAYER, FIRST + row) + (long) head * Float.BYTES);
            assertThat(logSum).isCloseTo((float) Math.log(total), within(1e-5f));
        }

        @Override
        public void close() {
            attention.close();
            page.close();
            pool.close();
        }
    }
}
