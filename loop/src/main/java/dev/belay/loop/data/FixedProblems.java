package dev.belay.loop.data;

import dev.belay.loop.schedule.Permutation;
import dev.belay.loop.schedule.RunState;
import java.util.ArrayList;
import java.util.List;

/** A finite list of problems, dealt in a new order on every pass. */
public record FixedProblems(List<Problem> problems) implements ProblemSource {
    public FixedProblems {
        problems = List.copyOf(problems);
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
}
