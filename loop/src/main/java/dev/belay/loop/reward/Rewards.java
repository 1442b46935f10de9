package dev.belay.loop.reward;

import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All rewards a recipe can name. */
public final class Rewards {
    private static final String SPURIOUS = "Spurious rewards: rethinking training signals in RLVR, arXiv 2506.10947";
    private static final String NOISY = "On the noisy rewards in learning to reason, arXiv 2505.22653";

    public static final List<Entry<Reward>> ENTRIES = List.of(
            new Entry<>(
                    "answer",
                    AnswerReward.class,
                    "1 when the answer equals the reference",
                    "Tülu 3 (reinforcement learning with verifiable rewards), arXiv 2411.15124",
                    Status.TESTED),
            new Entry<>(
                    "boxed-format",
                    BoxedFormatReward.class,
                    "1 when something stands in a closed box, right or wrong",
                    SPURIOUS,
                    Status.TESTED),
            new Entry<>("random", RandomReward.class, "1 by the toss of a coin", SPURIOUS, Status.TESTED),
            new Entry<>(
                    "phrases", PhrasesReward.class, "pays for phrases of reasoning, not answers", NOISY, Status.TESTED),
            new Entry<>(
                    "reward-model",
                    RewardModelReward.class,
                    "what a classifier, such as a reward model of the Hub, says of prompt and answer",
                    "InstructGPT, arXiv 2203.02155; verifiers of Cobbe et al., arXiv 2110.14168",
                    Status.TESTED),
            new Entry<>(
                    "process-reward-model",
                    ProcessRewardModelReward.class,
                    "what a token classifier says of the steps of an answer, as one number",
                    "Let's verify step by step, arXiv 2305.20050; Math-Shepherd, arXiv 2312.08935",
                    Status.TESTED));

    private Rewards() {}
}
