package dev.belay.loop.reward;

import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rollout.Group;
import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a reward r in [0, 1] into 1 - r with a fixed probability: Lv et al., "The climb carves wisdom deeper than the
 * summit: on the noisy rewards in learning to reason", arXiv 2505.22653, section 3. Paper and released code make one
 * draw for a whole group and draw anew at every visit; the other scopes are ours.
 *
 * <p>The released code never flips a completion without an answer in a box: its grader also reads the prompt, finds the
 * prompt's empty box there and returns 0 before the flip. {@code exemptUnboxed} repeats that: such completions, and
 * those whose last box is empty, score 0; an unclosed box is not exempt.
 */
public record FlipNoise(
        @Doc("probability of a flip") double probability,

        @Doc("one draw for: group, sample") @Default("group")
        Scope scope,

        @Doc("draws are: redrawn at every visit, fixed for each problem") @Default("redrawn")
        Draw draw,

        @Doc("completions without an answer in a box score 0 and are never flipped, as in the paper's released code")
        @Default("false")
        boolean exemptUnboxed)
        implements Noise {
    /** What shares a draw. */
    public enum Scope {
        GROUP,
        SAMPLE
    }

    /** How long a draw lasts. */
    public enum Draw {
        REDRAWN,
        FIXED
    }

    public FlipNoise {
        if (!(probability >= 0 && probability <= 1)) {
            throw new InvalidInputException("flip: probability must be in [0, 1], got " + probability);
        }
    }

    @Override
    public List<Score> corrupt(Group g, List<Score> clean, RewardContext c) {
        RandomKey draws = draw == Draw.FIXED ? c.problem(g) : c.visit(g);
        List<Score> out = new ArrayList<>(clean.size());
        for (int i = 0; i < clean.size(); i++) {
            boolean flip = draws.uniform(scope == Scope.GROUP ? 0 : i) < probability;
            boolean exempt =
                    exemptUnboxed && Box.lastOf(g.members().get(i).text()).leavesReleasedGraderEmpty();
            out.add(
                    switch (clean.get(i)) {
                        case Score.Ungradable u -> u;
                        case Score.Scored s -> s.corrupted(exempt ? 0 : flip ? 1 - s.value() : s.value());
                    });
        }
        return out;
    }

    @Override
    public Range range(Range clean) {
        if (clean.min() < 0 || clean.max() > 1) {
            throw new InvalidInputException(
                    "flip needs a reward with values in [0, 1], got one in [" + clean.min() + ", " + clean.max() + "]");
        }
        return Range.UNIT;
    }
}
