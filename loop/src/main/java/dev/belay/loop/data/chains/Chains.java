package dev.belay.loop.data.chains;

import dev.belay.loop.data.DataSet;
import dev.belay.loop.data.Problem;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code use: chains}: generated multi-step arithmetic with an exact answer, in the format of the embedded base models.
 * Train and test problems are disjoint for every seed.
 */
public record Chains(
        @Doc("train or test; disjoint") ChainSpace.Split split,

        @Doc("additions and subtractions in a problem") @Default("3")
        int steps,

        @Doc("largest term") @Default("9") int largestTerm)
        implements DataSet {
    private static final RandomKey HELD_OUT = RandomKey.of(2).child("chains");

    /** Problems by which a change of the generator is noticed. */
    private static final int IDENTITY = 1000;

    @Override
    public ProblemSource open() {
        return new Source(new ChainSpace(steps, largestTerm), split);
    }

    private record Source(ChainSpace space, ChainSpace.Split split) implements ProblemSource {
        @Override
        public List<Problem> next(int n, RunState s) {
            return distinct(s.stream("chains"), s.drawn(), n);
        }

        @Override
        public List<Problem> first(int limit) {
            return distinct(HELD_OUT, 0, limit);
        }

        @Override
        public List<Problem> identity() {
            return first(IDENTITY);
        }

        @Override
        public StrategyDetector strategies() {
            return ChainFormat.STRATEGIES;
        }

        /** No problem twice within one deal; a small space that runs out of new ones may repeat. */
        private List<Problem> distinct(RandomKey stream, long from, int n) {
            Set<String> seen = new HashSet<>();
            List<Problem> problems = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                Chain chain = space.draw(stream, from + i, split);
                for (int again = 1; !seen.add(chain.symbols()) && again <= 100; again++) {
                    chain = space.draw(stream.child("again").child(again), from + i, split);
                }
                problems.add(Problem.of(chain.symbols(), ChainFormat.prompt(chain), Integer.toString(chain.value())));
            }
            return problems;
        }
    }
}
