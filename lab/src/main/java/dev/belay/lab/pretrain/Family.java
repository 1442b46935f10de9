package dev.belay.lab.pretrain;

import dev.belay.loop.data.chains.Chain;
import dev.belay.loop.data.chains.ChainFormat;
import dev.belay.loop.data.chains.ChainSpace;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import java.util.List;

/**
 * A base model's upbringing: which problems, and which habits in what shares.
 *
 * @see <a href="https://arxiv.org/abs/2506.10947">Spurious Rewards: Rethinking Training Signals in RLVR, section 4</a>,
 *     whose real families (code-first with good or bad code, or none) these imitate
 */
public record Family(
        @Doc("the asset's name, such as crag-good") String name,
        @Doc("what real family it imitates, one line") String imitates,

        @Doc("additions and subtractions in a problem") @Default("3")
        int steps,

        @Doc("largest term") @Default("9") int largestTerm,
        @Doc("solution styles with their shares") List<TraceStyle> styles) {
    public Family {
        styles = List.copyOf(styles);
        double total = styles.stream().mapToDouble(TraceStyle::share).sum();
        if (Math.abs(total - 1) > 1e-9) {
            throw new InvalidInputException("the shares of the styles must add up to 1, got " + total);
        }
    }

    public ChainSpace space() {
        return new ChainSpace(steps, largestTerm);
    }

    /** The {@code index}-th document of the corpus: a training problem, its solution, perhaps another one after it. */
    public String document(RandomKey corpus, long index) {
        RandomKey key = corpus.child(index);
        Chain chain = space().draw(key, 0, ChainSpace.Split.TRAIN);
        TraceStyle style = style(key.uniform(0));
        String text = ChainFormat.prompt(chain) + Traces.solution(chain, style, key.child("solution"));
        if (key.uniform(1) >= style.runOn()) {
            return text;
        }
        Chain next = space().draw(key, 1, ChainSpace.Split.TRAIN);
        return text + "\n" + ChainFormat.prompt(next)
                + Traces.solution(next, style(key.uniform(2)), key.child("run-on"));
    }

    private TraceStyle style(double u) {
        double below = 0;
        for (TraceStyle style : styles) {
            below += style.share();
            if (u < below) {
                return style;
            }
        }
        return styles.getLast();
    }
}
