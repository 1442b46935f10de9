package dev.belay.loop.reward;

import dev.belay.loop.rollout.Group;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Runs a reward so that its failure is a verdict of "could not tell", and checks what it returns. */
final class Guarded {
    private Guarded() {}

    static List<Score> score(Reward reward, Group group, RewardContext c) {
        Group shown = reward.needs().contains(Need.REFERENCE)
                ? group
                : group.withProblem(group.problem().withoutReference());
        List<Score> scores = attempt(reward, shown, c);
        if (scores.size() != group.size()) {
            throw new IllegalStateException(reward + " gave " + scores.size() + " scores for " + group.size()
                    + " completions of problem " + group.problem().id());
        }
        for (Score s : scores) {
            if (s instanceof Score.Scored v && !reward.range().contains(v.value())) {
                throw new IllegalStateException(reward + " gave " + v.value() + " for problem "
                        + group.problem().id() + ", outside its range " + reward.range());
            }
        }
        return scores;
    }

    /** One bad completion must not cost its neighbours their verdicts: after a failure each is judged alone. */
    private static List<Score> attempt(Reward reward, Group g, RewardContext c) {
        try {
            return reward.score(g, c);
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (g.size() == 1 || reward.needs().contains(Need.GROUP)) {
                return g.members().stream()
                        .map(m -> (Score) new Score.Ungradable(reward + " failed: " + e))
                        .toList();
            }
            List<Score> alone = new ArrayList<>();
            g.members().forEach(m -> alone.addAll(attempt(reward, g.withMembers(List.of(m)), c)));
            return alone;
        }
    }
}
