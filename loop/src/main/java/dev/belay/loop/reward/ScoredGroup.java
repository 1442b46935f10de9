package dev.belay.loop.reward;

import dev.belay.loop.rollout.Group;
import java.util.List;

/**
 * A group whose members were judged.
 *
 * @param members in the order of the group's completions
 */
public record ScoredGroup(Group group, List<ScoredMember> members) {
    public ScoredGroup {
        members = List.copyOf(members);
        if (members.size() != group.size()) {
            throw new IllegalArgumentException("group " + group.id() + " has " + group.size() + " completions and "
                    + members.size() + " scored members");
        }
    }

    public int size() {
        return members.size();
    }

    /**
     * (G) seen rewards.
     *
     * @throws IllegalStateException when a member was not gradable
     */
    public double[] rewards() {
        return members.stream()
                .mapToDouble(m -> {
                    if (!m.graded()) {
                        throw new IllegalStateException("group " + group.id() + " still has ungradable members");
                    }
                    return m.seenValue();
                })
                .toArray();
    }

    /** The group without its ungradable members; possibly empty. */
    public ScoredGroup gradedOnly() {
        List<ScoredMember> kept = members.stream().filter(ScoredMember::graded).toList();
        return kept.size() == members.size()
                ? this
                : new ScoredGroup(
                        group.withMembers(
                                kept.stream().map(ScoredMember::completion).toList()),
                        kept);
    }
}
