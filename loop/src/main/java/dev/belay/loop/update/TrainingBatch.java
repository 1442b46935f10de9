package dev.belay.loop.update;

import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import dev.belay.loop.rollout.Completion;
import dev.belay.model.LogitWarp;
import dev.belay.model.PromptTree;
import dev.belay.model.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The groups a step trains on, their S members numbered through.
 *
 * @param groups without ungradable members
 * @param sequences (S) the members' completions, group by group
 * @param advantages (S, T) for the credit stage to fill
 */
public record TrainingBatch(List<ScoredGroup> groups, List<Completion> sequences, float[][] advantages) {
    public TrainingBatch {
        groups = List.copyOf(groups);
        sequences = List.copyOf(sequences);
    }

    public static TrainingBatch of(List<ScoredGroup> groups) {
        List<Completion> all = groups.stream()
                .flatMap(g -> g.members().stream())
                .map(ScoredMember::completion)
                .toList();
        float[][] zeros = all.stream().map(c -> new float[c.tokens().length]).toArray(float[][]::new);
        return new TrainingBatch(groups, all, zeros);
    }

    public int size() {
        return sequences.size();
    }

    /**
     * The model's view of some of the sequences. Neighbours with the same prompt share it, so sequence order is kept.
     *
     * @param which sequence numbers
     */
    TokenBatch tokens(List<Integer> which, LogitWarp warp) {
        List<PromptTree> trees = new ArrayList<>();
        List<int[]> branch = new ArrayList<>();
        int[] prompt = new int[0];
        for (int s : which) {
            Completion c = sequences.get(s);
            if (!branch.isEmpty() && !Arrays.equals(prompt, c.scoredUnder())) {
                trees.add(new PromptTree(prompt, branch));
                branch = new ArrayList<>();
            }
            prompt = c.scoredUnder();
            branch.add(c.tokens());
        }
        if (!branch.isEmpty()) {
            trees.add(new PromptTree(prompt, branch));
        }
        return new TokenBatch(trees, warp);
    }

    /**
     * Cuts sequences into runs whose tokens, shared prompts counted once, stay within a budget. A single longer
     * sequence makes a run of its own.
     */
    List<List<Integer>> microBatches(List<Integer> which, int budgetTokens) {
        List<List<Integer>> runs = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        long tokens = 0;
        int[] prompt = new int[0];
        for (int s : which) {
            Completion c = sequences.get(s);
            boolean shared = !run.isEmpty() && Arrays.equals(prompt, c.scoredUnder());
            long alone = (long) c.tokens().length + c.scoredUnder().length;
            long more = shared ? c.tokens().length : alone;
            if (!run.isEmpty() && tokens + more > budgetTokens) {
                runs.add(run);
                run = new ArrayList<>();
                tokens = 0;
                more = alone;
            }
            prompt = c.scoredUnder();
            run.add(s);
            tokens += more;
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }
}
