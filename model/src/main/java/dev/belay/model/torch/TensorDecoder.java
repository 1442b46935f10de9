package dev.belay.model.torch;

import dev.belay.model.Generation;
import dev.belay.model.PromptTree;
import dev.belay.model.SamplingPlan;
import dev.belay.model.TokenListener;
import dev.belay.model.TokenPrompt;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.forest.Draft;
import dev.belay.model.forest.Forest;
import dev.belay.model.torch.RowLayout.Angles;
import dev.belay.model.torch.TensorTransformer.Projected;
import dev.belay.model.torch.TokenDistribution.Picked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Samples completions, a bounded number of rows at a time. A prompt goes through the blocks once for all its samples of a
 * wave. Tokens are drawn on the device: a step sends one uniform number a row there and gets a token and its log-probability
 * back.
 */
final class TensorDecoder {
    /** Sequences decoded together at most. */
    static final int WAVE_ROWS = 256;

    /** Prompt tokens that go through the blocks together, unless one prompt has more. */
    static final int WAVE_TOKENS = 1 << 14;

    private final ModelConfig config;
    private final Placement device;
    private final TensorTransformer transformer;
    private final OutputLayer output;

    TensorDecoder(TensorWeights weights, TensorTransformer transformer, OutputLayer output) {
        config = weights.config;
        device = weights.place;
        this.transformer = transformer;
        this.output = output;
    }

    /** @see dev.belay.model.LanguageModel#generate */
    List<Generation> generate(List<TokenPrompt> prompts, int samplesEach, SamplingPlan plan, TokenListener listener) {
        Draft.check(prompts, samplesEach, config.vocabSize(), config.maxPositions());
        List<Draft> drafts = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            int budget = Draft.budget(prompts.get(p), plan, config.maxPositions());
            for (int g = 0; g < samplesEach; g++) {
                drafts.add(new Draft(prompts.get(p), p, g, budget));
            }
        }
        for (int from = 0; from < drafts.size(); ) {
            int to = waveEnd(drafts, from);
            try (var _ = new PointerScope();
                    var _ = new NoGradGuard()) {
                decode(drafts.subList(from, to), plan, listener);
            }
            from = to;
        }
        return drafts.stream().map(Draft::finished).toList();
    }

    private static int waveEnd(List<Draft> drafts, int from) {
        int to = from;
        int tokens = 0;
        int prompt = -1;
        while (to < drafts.size() && to - from < WAVE_ROWS) {
            Draft next = drafts.get(to);
            if (next.index() != prompt) {
                prompt = next.index();
                tokens += next.prompt().tokens().length;
                if (tokens > WAVE_TOKENS && to > from) {
                    break;
                }
            }
            to++;
        }
        return to;
    }

    private void decode(List<Draft> wave, SamplingPlan plan, TokenListener listener) {
        List<Draft> rows = wave;
        try (DecodeCache cache = cache(wave)) {
            Tensor logits = Placement.keep(() -> prefill(wave, cache));
            while (true) {
                int[] going = accept(rows, draw(rows, logits, plan), plan, listener);
                if (going.length == 0) {
                    return;
                }
                // Leaving rows out copies the caches of the others, so a few that have ended stay for a while.
                if (4L * going.length <= 3L * rows.size()) {
                    cache.keepRows(going);
                    List<Draft> all = rows;
                    rows = IntStream.of(going).mapToObj(all::get).toList();
                }
                List<Draft> current = rows;
                logits = Placement.keep(() -> step(newest(current), cache));
            }
        }
    }

    private Tensor newest(List<Draft> rows) {
        return device.of(rows.stream().mapToLong(d -> d.token(d.length() - 1)).toArray(), rows.size());
    }

    private DecodeCache cache(List<Draft> wave) {
        return new DecodeCache(
                config,
                device,
                wave.stream().mapToInt(d -> d.prompt().tokens().length).toArray());
    }

    /** Brings the prompts of a wave into the cache; the logits behind each row's (B, V). */
    private Tensor prefill(List<Draft> wave, DecodeCache cache) {
        int first = wave.getFirst().index();
        TokenPrompt[] distinct = new TokenPrompt[wave.getLast().index() - first + 1];
        wave.forEach(d -> distinct[d.index() - first] = d.prompt());
        List<PromptTree> trees = Stream.of(distinct)
                .map(p -> new PromptTree(p.tokens(), List.of()))
                .toList();
        Forest forest = new Forest(trees, config.vocabSize(), config.maxPositions());
        List<int[]> promptRows =
                wave.stream().map(d -> forest.promptRows(d.index() - first)).toList();
        RowLayout layout = RowLayout.of(forest, config, device);
        Tensor source = cache.source(promptRows);
        Tensor x = transformer.embed(layout.tokens());
        for (int layer = 0; layer < config.layers(); layer++) {
            int l = layer;
            Tensor in = x;
            x = Placement.scoped(() -> {
                Projected p = transformer.project(l, in, layout.angles());
                cache.addLayer(p, source);
                return transformer.feedForward(l, transformer.addAttended(l, in, transformer.attend(p, layout)));
            });
            in.close();
        }
        long[] last = promptRows.stream().mapToLong(p -> p[p.length - 1]).toArray();
        return output.logits(transformer.normaliseOutput(x.index_select(0, device.of(last, last.length))));
    }

    /** The logits behind the newest token of each row; (B, V). */
    private Tensor step(Tensor tokens, DecodeCache cache) {
        cache.advance();
        Angles angles = Angles.at(cache.positions(), config, device);
        Tensor x = transformer.embed(tokens);
        for (int layer = 0; layer < config.layers(); layer++) {
            int l = layer;
            Tensor in = x;
            x = Placement.scoped(() -> {
                Tensor context = cache.attend(l, transformer.project(l, in, angles));
                return transformer.feedForward(l, transformer.addAttended(l, in, context));
            });
        }
        return output.logits(transformer.normaliseOutput(x));
    }

    /** Tokens of the rows and their log-probabilities, 0 where greedy, no number where the logits were none. */
    private record Drawn(double[] tokens, double[] logProbs) {}

    /** @param logits overwritten and freed */
    private Drawn draw(List<Draft> rows, Tensor logits, SamplingPlan plan) {
        double[] both;
        try (var _ = new PointerScope()) {
            both = Placement.doubles(plan.warp().greedy() ? greedy(logits) : sampled(rows, logits, plan));
        } finally {
            logits.close();
        }
        int n = rows.size();
        return new Drawn(Arrays.copyOf(both, n), Arrays.copyOfRange(both, n, 2 * n));
    }

    private static Tensor greedy(Tensor logits) {
        // Zero times a number is zero, and times anything else no number.
        Tensor logProbs = logits.sum(1).mul(new Scalar(0.0));
        return pairs(TokenDistribution.argmax(logits), logProbs);
    }

    private Tensor sampled(List<Draft> rows, Tensor logits, SamplingPlan plan) {
        double[] uniforms = rows.stream().mapToDouble(Draft::uniform).toArray();
        TokenDistribution d = new TokenDistribution(logits, plan.warp());
        Tensor tokens = d.sample(device.of(uniforms, uniforms.length));
        return pairs(tokens, d.logProbs(Picked.each(tokens, config.vocabSize(), device)));
    }

    private static Tensor pairs(Tensor tokens, Tensor logProbs) {
        return torch.stack(new TensorVector(tokens.to(ScalarType.Double), logProbs.to(ScalarType.Double)), 0);
    }

    /** @return the rows that go on */
    private static int[] accept(List<Draft> rows, Drawn drawn, SamplingPlan plan, TokenListener listener) {
        for (int r = 0; r < rows.size(); r++) {
            Draft draft = rows.get(r);
            if (!draft.ended()) {
                double logProb = drawn.logProbs[r];
                if (Double.isNaN(logProb)) {
                    throw new IllegalStateException("the probabilities of the next token must have a mass above 0,"
                            + " got NaN: the logits hold NaN or infinity");
                }
                draft.accept((int) drawn.tokens[r], (float) logProb, plan);
                draft.tell(listener);
            }
        }
        return IntStream.range(0, rows.size()).filter(r -> !rows.get(r).ended()).toArray();
    }
}
