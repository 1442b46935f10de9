package dev.belay.loop.reward;

import dev.belay.loop.data.Message;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All rewards of a recipe, and the true one beside them.
 *
 * @param terms at least one; their weighted values are summed
 * @param truth the uncorrupted check of correctness that is measured in every run and never optimised by itself
 * @param maxUngradableShare above this share of ungradable samples in a step the run stops, in [0, 1]
 * @param models what the rewards may ask
 */
public record RewardPanel(List<RewardTerm> terms, Reward truth, double maxUngradableShare, RewardModels models) {
    private static final int NAMED = 5;

    public RewardPanel {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new InvalidInputException("rewards: at least one reward is needed, got none");
        }
        if (terms.stream().noneMatch(t -> t.weight() != 0)) {
            throw new InvalidInputException("rewards: at least one reward needs a weight other than 0");
        }
        Set<String> names = new HashSet<>();
        terms.forEach(t -> {
            if (!names.add(t.name())) {
                throw new InvalidInputException("rewards: the name " + t.name() + " is used twice; give one a `name`");
            }
        });
        if (!(maxUngradableShare >= 0 && maxUngradableShare <= 1)) {
            throw new InvalidInputException("maxUngradableShare must be in [0, 1], got " + maxUngradableShare);
        }
    }

    /** A panel of rewards that ask no model, or that is yet to be given one by {@link #with}. */
    public RewardPanel(List<RewardTerm> terms, Reward truth, double maxUngradableShare) {
        this(terms, truth, maxUngradableShare, RewardModels.NONE);
    }

    /**
     * The same rewards, able to ask models, which are opened now.
     *
     * @throws InvalidInputException when a model is not there or does not suit the reward that names it
     */
    public RewardPanel with(RewardModels opened) {
        eachNamed(term -> term.reward().prepare(opened));
        truth.prepare(opened);
        return new RewardPanel(terms, truth, maxUngradableShare, opened);
    }

    /** Does something with every term; a complaint says which of the recipe's rewards it is about. */
    private void eachNamed(Consumer<RewardTerm> check) {
        for (int i = 0; i < terms.size(); i++) {
            try {
                check.accept(terms.get(i));
            } catch (InvalidInputException e) {
                String place = "rewards[" + i + "] (" + terms.get(i).name() + "): ";
                throw new InvalidInputException(place + e.getMessage(), e);
            }
        }
    }

    /** @throws InvalidInputException when a model that a reward asks cannot read one of the prompts */
    public void requireReadable(List<List<Message>> prompts) {
        eachNamed(term -> term.reward().requireReadable(prompts, models));
    }

    /** The usual panel: truth is the strict answer check, and a run stops above 5 % ungradable. */
    public static RewardPanel of(List<RewardTerm> terms) {
        return new RewardPanel(terms, AnswerReward.strict(), 0.05);
    }

    /** @throws TooManyUngradable when more than the allowed share of all samples could not be graded */
    public List<ScoredGroup> score(List<Group> groups, RunState state) {
        List<ScoredGroup> scored = groups.stream().map(g -> score(g, state)).toList();
        List<String> lost = new ArrayList<>();
        int samples = 0;
        for (ScoredGroup g : scored) {
            samples += g.size();
            for (int i = 0; i < g.size(); i++) {
                if (g.members().get(i).seen() instanceof Score.Ungradable u) {
                    lost.add(
                            "sample " + i + " of problem " + g.group().problem().id() + ": " + u.reason());
                }
            }
        }
        if (lost.size() > maxUngradableShare * samples) {
            throw new TooManyUngradable(lost.size() + " of " + samples + " samples in step " + (state.step() + 1)
                    + " could not be graded, more than the allowed share of " + maxUngradableShare + ":\n  "
                    + String.join("\n  ", lost.subList(0, Math.min(NAMED, lost.size())))
                    + (lost.size() > NAMED ? "\n  …" : ""));
        }
        return scored;
    }

    private ScoredGroup score(Group g, RunState state) {
        Map<Reward, List<Score>> clean = new LinkedHashMap<>();
        Map<String, List<Score>> byName = new LinkedHashMap<>();
        for (RewardTerm term : terms) {
            RewardContext c = new RewardContext(state, state.stream("reward").child(term.name()), models);
            List<Score> scores = Guarded.score(term.reward(), g, c);
            clean.putIfAbsent(term.reward(), scores);
            for (int n = 0; n < term.noise().size(); n++) {
                scores = term.noise().get(n).corrupt(g, scores, c.below("noise-" + n));
            }
            byName.put(term.name(), scores);
        }
        List<Score> measured = clean.containsKey(truth)
                ? clean.getOrDefault(truth, List.of())
                : Guarded.score(truth, g, new RewardContext(state, state.stream("truth"), models));
        List<ScoredMember> members = new ArrayList<>(g.size());
        for (int i = 0; i < g.size(); i++) {
            Map<String, Score> scores = new LinkedHashMap<>();
            for (Map.Entry<String, List<Score>> e : byName.entrySet()) {
                scores.put(e.getKey(), e.getValue().get(i));
            }
            members.add(new ScoredMember(g.members().get(i), scores, measured.get(i), seen(scores)));
        }
        return new ScoredGroup(g, Collections.unmodifiableList(members));
    }

    /** The weighted sum; ungradable as soon as one reward with a weight is. */
    private Score seen(Map<String, Score> scores) {
        double sum = 0;
        for (RewardTerm term : terms) {
            if (term.weight() == 0) {
                continue;
            }
            switch (scores.get(term.name())) {
                case Score.Ungradable u -> {
                    return new Score.Ungradable(term.name() + ": " + u.reason());
                }
                case Score.Scored s -> {
                    if (s.perToken() != null) {
                        throw new IllegalStateException("reward " + term.name()
                                + " pays single tokens, and no credit rule reads such rewards yet;"
                                + " return one value for the completion");
                    }
                    sum += term.weight() * s.value();
                }
                case null -> throw new IllegalStateException("no score of " + term.name());
            }
        }
        return new Score.Scored(sum, Map.of(), null, "");
    }
}
