package dev.belay.lab.rollouts;

import dev.belay.loop.data.Problem;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts rows that arrive group by group back together. */
final class GroupAssembler {
    private final Consumer<StoredGroup> visitor;
    private final List<Completion> members = new ArrayList<>();
    private final List<@Nullable Double> truths = new ArrayList<>();
    private int step;
    private String kind = "";
    private String id = "";
    private @Nullable Problem problem;

    GroupAssembler(Consumer<StoredGroup> visitor) {
        this.visitor = visitor;
    }

    void add(int step, String kind, String id, Problem problem, Completion member, @Nullable Double truth) {
        if (this.step != step || !this.id.equals(id)) {
            finish();
            this.step = step;
            this.kind = kind;
            this.id = id;
            this.problem = problem;
        }
        members.add(member);
        truths.add(truth);
    }

    /** Hands over the last group. */
    void finish() {
        if (problem != null && !members.isEmpty()) {
            visitor.accept(new StoredGroup(step, kind, new Group(id, problem, members), new ArrayList<>(truths)));
        }
        members.clear();
        truths.clear();
    }
}
