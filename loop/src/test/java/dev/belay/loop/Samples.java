package dev.belay.loop;

import dev.belay.loop.data.Problem;
import dev.belay.loop.reward.RewardContext;
import dev.belay.loop.reward.Score;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.loop.rollout.Completion;
import dev.belay.loop.rollout.Group;
import dev.belay.loop.rollout.Span;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.ClassifierSpec;
import dev.belay.model.Finish;
import dev.belay.model.RandomKey;
import dev.belay.testkit.ByteTokenizer;
import dev.belay.testkit.ScriptedClassifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Hand-made groups for tests. */
public final class Samples {
    private static final int[] PROMPT = {1};

    private Samples() {}

    /** A completion of that text, one token a character. */
    public static Completion completion(String text) {
        return new Completion(
                text.chars().toArray(),
                new float[text.length()],
                text,
                List.of(Span.policy(text.length())),
                Finish.STOP,
                PROMPT,
                PROMPT);
    }

    public static Group group(String id, String gold, String... texts) {
        return new Group(
                id + "@1",
                Problem.of(id, "question", gold),
                Arrays.stream(texts).map(Samples::completion).toList());
    }

    /** A judged group whose members have these rewards and lengths. */
    public static ScoredGroup scored(String id, double[] rewards, int[] lengths) {
        List<ScoredMember> members = new ArrayList<>();
        String[] texts = new String[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            texts[i] = "x".repeat(lengths[i]);
        }
        Group group = group(id, "gold", texts);
        for (int i = 0; i < rewards.length; i++) {
            Score s = Score.of(rewards[i]);
            members.add(new ScoredMember(group.members().get(i), Map.of("r", s), s, s));
        }
        return new ScoredGroup(group, members);
    }

    /** One token for each member. */
    public static ScoredGroup scored(String id, double... rewards) {
        int[] ones = new int[rewards.length];
        Arrays.fill(ones, 1);
        return scored(id, rewards, ones);
    }

    /** With a classifier of two labels, which judges by the sum of the bytes, for rewards that ask one. */
    public static RewardContext context(long seed) {
        ScriptedClassifier classifier = new ScriptedClassifier(
                new ByteTokenizer(), ClassifierSpec.Unit.SEQUENCE, List.of("low", "high"), 100_000, ids -> new float[] {
                    Arrays.stream(ids).sum() % 7, Arrays.stream(ids).sum() % 5 - 2
                });
        return new RewardContext(
                RunState.start(seed, 10), RandomKey.of(seed).child("reward").child("r"), reference -> classifier);
    }
}
