package dev.belay.loop.rollout;

import dev.belay.loop.data.Problem;
import java.util.List;

/**
 * The completions of one problem in one step.
 *
 * @param id unique within the run; groups are told apart by it and never by their position
 * @param members at least one, in sample order
 */
public record Group(String id, Problem problem, List<Completion> members) {
    public Group {
        members = List.copyOf(members);
    }

    public int size() {
        return members.size();
    }

    public Group withProblem(Problem other) {
        return new Group(id, other, members);
    }

    public Group withMembers(List<Completion> others) {
        return new Group(id, problem, others);
    }
}
