package dev.belay.model.cpu;

import dev.belay.model.Generation;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenListener;
import dev.belay.model.TokenPrompt;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.RolloutActivations.Place;
import dev.belay.model.forest.Draft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples completions. A prompt goes through the transformer once for all its samples, not long before the first of them
 * starts, and leaves memory after the last. Samples are dealt to lanes, a lane is decoded by one thread until its last sample
 * has finished, and finished ones make room for those that wait. Samples of a prompt are one row until they part (see
 * {@link Stem}). Memory does not grow with the number of prompts.
 */
final class Decoder implements AutoCloseable {
    static final int LANE_ROWS = 32;
    static final int WIDE_ROWS = 64;
    private static final long WIDE_BYTES = 16L << 20;

    /** Prompt tokens of a small model in memory at a time; a multiple of a pass, so that passes are full. */
    static final int WAVE_TOKENS = 32 * Prefill.PASS_TOKENS;

    /** Runs everything on the calling thread. */
    private static final Workers ALONE = new Workers(1);

    private final Transformer transformer;
    private final ModelConfig config;
    private final KeyValuePool pool;
    private final Prefill prefill;
    private final List<DecodeLane> lanes = new ArrayList<>();

    Decoder(Transformer transformer) {
        this.transformer = transformer;
        config = transformer.config;
        pool = new KeyValuePool(config);
        prefill = new Prefill(transformer);
    }

    /**
     * @param rollout where the activations of all tokens are kept, if they are and it may have room for them
     * @see dev.belay.model.LanguageModel#generate
     */
    List<Generation> generate(
            List<TokenPrompt> prompts,
            int samplesEach,
            SamplingPlan plan,
            TokenListener listener,
            @Nullable RolloutActivations rollout) {
        Draft.check(prompts, samplesEach, config.vocabSize(), config.maxPositions());
        if (prompts.isEmpty()) {
            return List.of();
        }
        int longest = prompts.stream().mapToInt(p -> p.tokens().length).max().orElse(0);
        transformer.rope.prepare(Math.min(config.maxPositions(), longest + plan.maxNewTokens()));
        transformer.gemm.prepareForward();
        List<SharedPrompt> shared = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            SharedPrompt prompt = new SharedPrompt(prompts.get(p), p, samplesEach, new KeyValueCache(config, pool));
            shared.add(prompt);
            for (int g = 0; g < samplesEach; g++) {
                samples.add(new Sample(prompt, g, Draft.budget(prompts.get(p), plan, config.maxPositions())));
            }
        }
        RolloutActivations record = rollout != null && begin(rollout, shared, samples) ? rollout : null;
        try {
            decode(shared, samples, new Draw(plan, listener, record));
        } catch (RuntimeException | Error e) {
            // All lanes have stopped, and the caches of what they left behind serve this call alone.
            pool.giveBackAll();
            throw e;
        }
        if (record != null) {
            record.finish(shared, samples, transformer.parameters.version());
        }
        return samples.stream().map(Sample::finished).toList();
    }

    /** Whether to record; if so, memory is held for that and no longer for a forward pass that kept everything. */
    private boolean begin(RolloutActivations rollout, List<SharedPrompt> prompts, List<Sample> samples) {
        long most = prompts.stream().mapToLong(SharedPrompt::prefillTokens).sum()
                + samples.stream().mapToLong(Sample::budget).sum();
        boolean records = rollout.begin(most);
        if (records) {
            transformer.kept.dropEverything();
        }
        return records;
    }

    /** How tokens are drawn, who hears of them, and where their activations are kept, if they are. */
    private record Draw(
            SamplingPlan plan,
            TokenListener listener,
            @Nullable RolloutActivations record) {}

    /** Weights beyond what a cache holds are read once for all rows; smaller ones once a thread. */
    static boolean wide(ModelConfig config) {
        return config.parameterCount() * Float.BYTES > WIDE_BYTES;
    }

    private void decode(List<SharedPrompt> prompts, List<Sample> samples, Draw draw) {
        if (wide(config)) {
            DecodeLane lane = lane(0, transformer.workers, Math.min(WIDE_ROWS, samples.size()));
            decodeLane(lane, stems(samples, lane.capacity()), draw, prompts);
            return;
        }
        int perPrompt = samples.size() / prompts.size();
        for (int from = 0; from < prompts.size(); ) {
            int to = waveEnd(prompts, from);
            decodeWave(prompts.subList(from, to), samples.subList(from * perPrompt, to * perPrompt), draw);
            from = to;
        }
    }

    /** Prompts of a small model are prefilled before its lanes start, so many at a time as leave memory for others. */
    private static int waveEnd(List<SharedPrompt> prompts, int from) {
        int to = from;
        for (int tokens = 0; to < prompts.size() && (to == from || tokens < WAVE_TOKENS); to++) {
            tokens += prompts.get(to).prefillTokens();
        }
        return to;
    }

    private void decodeWave(List<SharedPrompt> prompts, List<Sample> samples, Draw draw) {
        for (int p = 0; p < prompts.size(); p++) {
            if (!prompts.get(p).filled()) {
                prefill.fillSome(prompts.subList(p, prompts.size()), draw.record());
            }
        }
        int threads = Math.min(transformer.workers.threads(), samples.size());
        int count = Math.max(threads, Math.ceilDiv(samples.size(), LANE_ROWS));
        int rows = Math.ceilDiv(samples.size(), count);
        List<ArrayDeque<Stem>> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int n = samples.size();
            waiting.add(stems(samples.subList(i * n / count, (i + 1) * n / count), rows));
        }
        // A thread's lane serves all tasks the thread takes.
        for (int i = 0; i < transformer.workers.threads(); i++) {
            lane(i, ALONE, rows);
        }
        transformer.workers.run(count, (i, worker) -> decodeLane(lanes.get(worker), waiting.get(i), draw, List.of()));
    }

    /** The samples of each prompt together, as far as they fit a lane. */
    private ArrayDeque<Stem> stems(List<Sample> samples, int rows) {
        ArrayDeque<Stem> stems = new ArrayDeque<>();
        for (int from = 0; from < samples.size(); ) {
            SharedPrompt prompt = samples.get(from).prompt();
            int to = from + 1;
            while (to < samples.size() && to - from < rows && samples.get(to).prompt() == prompt) {
                to++;
            }
            stems.add(new Stem(prompt, samples.subList(from, to), new KeyValueCache(config, pool)));
            from = to;
        }
        return stems;
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

    /** @param prompts those that may still have to be prefilled, in the order in which samples wait */
    private void decodeLane(DecodeLane lane, ArrayDeque<Stem> waiting, Draw draw, List<SharedPrompt> prompts) {
        Distribution[] distributions = new Distribution[lane.threads()];
        Arrays.setAll(
                distributions,
                i -> new Distribution(config.vocabSize(), draw.plan().warp()));
        Optional<RolloutActivations.Writer> writer =
                Optional.ofNullable(draw.record()).map(RolloutActivations::writer);
        List<Stem> active = new ArrayList<>();
        while (true) {
            // Every stem may part into as many rows as it has samples.
            int samples = active.stream().mapToInt(Stem::samples).sum();
            while (!waiting.isEmpty() && samples + waiting.element().samples() <= lane.capacity()) {
                SharedPrompt prompt = waiting.element().shared();
                if (!prompt.filled()) {
                    prefill.fillSome(prompts.subList(prompt.index, prompts.size()), draw.record());
                }
                samples += waiting.element().samples();
                active.add(waiting.remove());
            }
            if (active.isEmpty()) {
                return;
            }
            List<Stem> rows = active;
            Optional<Place> kept = writer.flatMap(w -> w.take(rows.size()));
            kept.ifPresent(place -> recorded(rows, place));
            lane.step(rows.toArray(Stem[]::new), rows.size(), kept.orElse(lane.spare()), (r, logits, thread) -> {
                Distribution d = distributions[thread];
                FloatMemory.load(logits, d.logits(), config.vocabSize());
                d.prepare();
                rows.get(r).draw(d, draw.plan());
            });
            if (!draw.listener().equals(TokenListener.NONE)) {
                rows.forEach(stem -> stem.tell(draw.listener()));
            }
            active = new ArrayList<>();
            for (Stem stem : rows) {
                active.addAll(stem.branches());
            }
        }
    }

    private static void recorded(List<Stem> rows, Place place) {
        for (int r = 0; r < rows.size(); r++) {
            rows.get(r).recorded(place.number() + r);
        }
    }

    /** Blocks of keys and values in use: none between calls. */
    int blocksInUse() {
        return pool.inUse();
    }

    /** Native memory of keys and values. */
    long keyValueBytes() {
        return pool.bytes();
    }

    /** Native memory of one token step of all lanes. */
    long laneBytes() {
        return lanes.stream().mapToLong(DecodeLane::bytes).sum();
    }

    @Override
    public void close() {
        lanes.forEach(DecodeLane::close);
        pool.close();
    }
}
