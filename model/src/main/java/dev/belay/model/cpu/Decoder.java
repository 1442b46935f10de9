package dev.belay.model.cpu;

import dev.belay.model.Finish;
import dev.belay.model.Generation;
import dev.belay.model.InvalidInputException;
import dev.belay.model.PromptTree;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenPrompt;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples completions. Prompts go through the transformer once, all together; then the rows are dealt to lanes, a lane is
 * decoded by one thread until its last row has finished, and finished rows make room for the lane's waiting ones.
 */
final class Decoder implements AutoCloseable {
    private static final int LANE_ROWS = 32;
    private static final int WIDE_ROWS = 64;
    private static final long WIDE_BYTES = 16L << 20;

    /** Runs everything on the calling thread. */
    private static final Workers ALONE = new Workers(1);

    private final Transformer transformer;
    private final ModelConfig config;
    private final Parameters parameters;
    private final KeyValuePool pool;
    private final List<DecodeLane> lanes = new ArrayList<>();

    Decoder(Transformer transformer) {
        this.transformer = transformer;
        config = transformer.config;
        parameters = transformer.parameters;
        pool = new KeyValuePool(config);
    }

    /** @see dev.belay.model.LanguageModel#generate */
    List<Generation> generate(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan) {
        if (samplesEach < 1) {
            throw new InvalidInputException("samplesEach must be at least 1, got " + samplesEach);
        }
        if (prompts.isEmpty()) {
            return List.of();
        }
        List<KeyValueCache> caches = prefill(prompts);
        int longest = prompts.stream().mapToInt(p -> p.tokens().length).max().orElse(0);
        transformer.rope.prepare(Math.min(config.maxPositions(), longest + plan.maxNewTokens()));
        transformer.gemm.prepareForward();
        List<Sample> samples = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            for (int g = 0; g < samplesEach; g++) {
                samples.add(new Sample(prompts.get(p), p, g, caches.get(p), budget(prompts.get(p), plan)));
            }
        }
        decode(samples, plan);
        caches.forEach(KeyValueCache::release);
        return samples.stream().map(Sample::finished).toList();
    }

    private int budget(TokenPrompt prompt, SamplingPlan plan) {
        return Math.min(plan.maxNewTokens(), config.maxPositions() - prompt.tokens().length);
    }

    private List<KeyValueCache> prefill(List<TokenPrompt> prompts) {
        for (TokenPrompt prompt : prompts) {
            if (prompt.tokens().length >= config.maxPositions()) {
                throw new InvalidInputException("a prompt of " + prompt.tokens().length
                        + " tokens leaves no room in the model's context of " + config.maxPositions());
            }
        }
        // The prompt's last token is decoded, not prefilled: it gives each lane the first logits.
        List<PromptTree> trees = new ArrayList<>();
        for (TokenPrompt prompt : prompts) {
            Forest.checkIds(prompt.tokens(), config.vocabSize());
            if (prompt.tokens().length > 1) {
                trees.add(new PromptTree(Arrays.copyOf(prompt.tokens(), prompt.tokens().length - 1), List.of()));
            }
        }
        List<KeyValueCache> caches = new ArrayList<>();
        Forest forest = new Forest(trees, config.vocabSize(), config.maxPositions());
        if (!trees.isEmpty()) {
            transformer.forward(forest, true);
        }
        int tree = 0;
        for (TokenPrompt prompt : prompts) {
            KeyValueCache cache = new KeyValueCache(config, pool);
            if (prompt.tokens().length > 1) {
                fill(cache, forest.trees().get(tree++).prompt());
            }
            caches.add(cache);
        }
        return caches;
    }

    private void fill(KeyValueCache cache, Forest.Segment prompt) {
        int queries = config.querySize();
        float[] row = new float[queries + 2 * config.keyValueSize()];
        cache.reserve(prompt.length());
        for (int layer = 0; layer < config.layers(); layer++) {
            for (int i = 0; i < prompt.length(); i++) {
                FloatMemory.load(transformer.kept.qkv(layer, prompt.start() + i), row, row.length);
                cache.put(layer, i, row, queries, queries + config.keyValueSize());
            }
        }
        cache.setLength(prompt.length());
    }

    /** Weights beyond what a cache holds are read once for all rows; smaller ones once a thread. */
    private boolean wide() {
        return parameters.count * Float.BYTES > WIDE_BYTES;
    }

    private void decode(List<Sample> samples, SamplingPlan plan) {
        if (wide()) {
            DecodeLane lane = lane(0, transformer.workers, Math.min(WIDE_ROWS, samples.size()));
            decodeLane(lane, new ArrayDeque<>(samples), plan);
            return;
        }
        int count = Math.max(
                Math.min(transformer.workers.threads(), samples.size()), Math.ceilDiv(samples.size(), LANE_ROWS));
        List<ArrayDeque<Sample>> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ArrayDeque<Sample> dealt = new ArrayDeque<>();
            for (int s = i; s < samples.size(); s += count) {
                dealt.add(samples.get(s));
            }
            waiting.add(dealt);
            lane(i, ALONE, Math.min(LANE_ROWS, dealt.size()));
        }
        transformer.workers.run(count, (i, worker) -> decodeLane(lanes.get(i), waiting.get(i), plan));
    }

    /** The lane of that number, kept from call to call. */
    private DecodeLane lane(int index, Workers team, int rows) {
        if (index == lanes.size()) {
            lanes.add(new DecodeLane(transformer, team, rows));
        } else if (lanes.get(index).capacity() < rows) {
            lanes.set(index, new DecodeLane(transformer, team, rows)).close();
        }
        return lanes.get(index);
    }

    private void decodeLane(DecodeLane lane, ArrayDeque<Sample> waiting, SamplingPlan plan) {
        Distribution[] distributions = new Distribution[lane.threads()];
        Arrays.setAll(distributions, i -> new Distribution(config.vocabSize(), plan.warp()));
        Sample[] rows = new Sample[Math.min(lane.capacity(), waiting.size())];
        int active = 0;
        while (true) {
            while (active < rows.length && !waiting.isEmpty()) {
                rows[active++] = waiting.remove();
            }
            if (active == 0) {
                return;
            }
            lane.step(rows, active, (r, logits, thread) -> {
                Distribution d = distributions[thread];
                FloatMemory.load(logits, d.logits(), config.vocabSize());
                d.prepare();
                rows[r].accept(d, plan);
            });
            active = dropFinished(rows, active);
        }
    }

    private static int dropFinished(Sample[] rows, int active) {
        int kept = 0;
        for (int r = 0; r < active; r++) {
            if (rows[r].ended()) {
                rows[r].own().release();
            } else {
                rows[kept++] = rows[r];
            }
        }
        return kept;
    }

    @Override
    public void close() {
        lanes.forEach(DecodeLane::close);
        pool.close();
    }

    /** One completion on its way. */
    private final class Sample implements DecodeLane.Row {
        private final TokenPrompt prompt;
        private final int promptIndex;
        private final int sample;
        private final KeyValueCache promptCache;
        private final KeyValueCache own = new KeyValueCache(config, pool);
        private final int budget;
        private int[] tokens = new int[16];
        private float[] logProbs = new float[16];
        private int length;
        private Finish finish = Finish.LENGTH;
        private boolean ended;

        Sample(TokenPrompt prompt, int promptIndex, int sample, KeyValueCache promptCache, int budget) {
            this.prompt = prompt;
            this.promptIndex = promptIndex;
            this.sample = sample;
            this.promptCache = promptCache;
            this.budget = budget;
        }

        @Override
        public KeyValueCache prompt() {
            return promptCache;
        }

        @Override
        public KeyValueCache own() {
            return own;
        }

        @Override
        public int token() {
            return length == 0 ? prompt.tokens()[prompt.tokens().length - 1] : tokens[length - 1];
        }

        boolean ended() {
            return ended;
        }

        /** Draws the next token. */
        void accept(Distribution d, SamplingPlan plan) {
            boolean greedy = plan.warp().greedy();
            int token =
                    greedy ? d.argmax() : d.sample(prompt.key().child(sample).uniform(length));
            if (length == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * length);
                logProbs = Arrays.copyOf(logProbs, 2 * length);
            }
            tokens[length] = token;
            logProbs[length] = greedy ? 0 : d.logProb(token);
            length++;
            if (plan.stopIds().contains(token)) {
                finish = Finish.STOP;
                ended = true;
            }
            ended |= length == budget;
        }

        Generation finished() {
            return new Generation(
                    promptIndex, sample, Arrays.copyOf(tokens, length), Arrays.copyOf(logProbs, length), finish);
        }
    }
}
