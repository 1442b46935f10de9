package dev.belay.loop.data;

import dev.belay.loop.schedule.Permutation;
import dev.belay.loop.schedule.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A finite list of problems, dealt in a new order on every pass.
 *
 * @param problems in the source's own order
 * @param places where each of them was written, see {@link ProblemSource#place}
 */
public record FixedProblems(List<Problem> problems, Function<Problem, String> places) implements ProblemSource {
    public FixedProblems {
        problems = List.copyOf(problems);
    }

    /** Problems that were not written anywhere; messages name them by id. */
    public FixedProblems(List<Problem> problems) {
        this(problems, problem -> "problem " + problem.id());
    }

    @Override
    public List<Problem> next(int n, RunState s) {
        List<Problem> dealt = new ArrayList<>(n);
        int[] order = new int[0];
        long pass = -1;
        for (long at = s.drawn(); at < s.drawn() + n; at++) {
            if (at / problems.size() != pass) {
                pass = at / problems.size();
                order = Permutation.of(problems.size(), s.stream("deal").child(pass));
            }
            dealt.add(problems.get(order[(int) (at % problems.size())]));
        }
        return dealt;
    }

    @Override
    public List<Problem> first(int limit) {
        return problems.subList(0, Math.min(limit, problems.size()));
    }

    @Override
    public List<Problem> identity() {
        return problems;
    }

    @Override
    public String place(Problem problem) {
        return places.apply(problem);
    }
}
