package dev.belay.loop.run;

import dev.belay.loop.Stages;
import dev.belay.loop.credit.ActorCritic;
import dev.belay.loop.credit.Credit;
import dev.belay.loop.data.DataSet;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.evaluate.EvaluationOptions;
import dev.belay.loop.evaluate.Evaluator;
import dev.belay.loop.objective.FixedReference;
import dev.belay.loop.objective.Objective;
import dev.belay.loop.objective.Regulariser;
import dev.belay.loop.recipe.Binder;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.recipe.Inline;
import dev.belay.loop.recipe.Overrides;
import dev.belay.loop.recipe.RecordWriter;
import dev.belay.loop.recipe.Tree;
import dev.belay.loop.recipe.YamlReader;
import dev.belay.loop.recipe.YamlWriter;
import dev.belay.loop.reward.GroupGate;
import dev.belay.loop.reward.Need;
import dev.belay.loop.reward.Noise;
import dev.belay.loop.reward.Reward;
import dev.belay.loop.reward.RewardModels;
import dev.belay.loop.reward.RewardPanel;
import dev.belay.loop.reward.RewardTerm;
import dev.belay.loop.rollout.PromptOptions;
import dev.belay.loop.rollout.PromptRenderer;
import dev.belay.loop.rollout.RememberedPrompts;
import dev.belay.loop.rollout.RolloutStrategy;
import dev.belay.loop.update.Critic;
import dev.belay.loop.update.LoraOptions;
import dev.belay.loop.update.OptimizerOptions;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LanguageModel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training run as a user writes it. Three batch numbers are all there are: {@code rollout.problemsPerStep},
 * {@code rollout.samplesPerProblem} and {@code optimizer.updatesPerStep}.
 */
public record Recipe(
        @Doc("what the run is called in reports") String name,

        @Doc("belay:NAME for an embedded model, hf:OWNER/NAME[@REVISION], or the path of a Hugging Face folder, a PEFT"
                + " folder of LoRA adapters or a GGUF file")
        String model,

        @Doc("problems") Data data,

        @Doc("how problems are written for the model") @Default("{}")
        PromptOptions prompts,

        @Doc("how the policy answers") @Default("plain") RolloutStrategy rollout,
        @Doc("what the answers are judged by") List<RewardLine> rewards,

        @Doc("the uncorrupted check of correctness, measured beside the rewards and never optimised by itself")
        @Default("answer")
        Reward truth,

        @Doc("groups are trained on when every gate keeps them") @Default("[]")
        List<GroupGate> gates,

        @Doc("how rewards are spread over tokens") @Default("group-norm")
        Credit credit,

        @Doc("the policy loss") @Default("clip") Objective objective,
        @Doc("terms added to the loss") @Default("[]") List<Regulariser> regulariser,
        @Doc("how weights are moved") OptimizerOptions optimizer,

        @Doc("train low-rank adapters and leave the model's weights as they are") @Nullable
        LoraOptions lora,

        @Doc("training steps") int steps,
        @Doc("measurements on data.test") @Default("{}") EvaluationOptions evaluate,
        @Doc("what is kept on disk") @Default("{}") Keep keep,

        @Doc("the run stops when a larger share of a step's samples could not be graded") @Default("0.05")
        double maxUngradableShare,

        @Doc("type of matrix products; weights and moments are fp32 in any case") @Default("auto")
        Dtype dtype,

        @Doc("where the model computes") @Default("cpu") Device device,

        @Doc("root of every random draw of the run") @Default("0")
        long seed) {

    /** Problems to train on and to measure with. */
    public record Data(
            @Doc("problems to train on") DataSet train,

            @Doc("held-out problems; needed unless evaluate.every is 0") @Nullable
            TestData test) {}

    /** Held-out problems. */
    public record TestData(
            @Inline DataSet source,

            @Doc("measure with the first so many") @Default("256")
            int limit) {
        public TestData {
            if (limit < 1) {
                throw new InvalidInputException("limit must be at least 1, got " + limit);
            }
        }
    }

    /** One of the rewards. */
    public record RewardLine(
            @Inline Reward reward,

            @Doc("factor in the sum that is optimised; 0 = measured, not optimised") @Default("1")
            double weight,

            @Doc("corruptions of its verdict, first to last") @Default("[]")
            List<Noise> noise,

            @Doc("metric name; the reward's own unless the same one is listed twice") @Nullable
            String name) {
        RewardTerm term() {
            return new RewardTerm(name == null ? Methods.REWARDS.nameOf(reward) : name, weight, reward, noise);
        }
    }

    /** What a run leaves on disk beside its metrics. */
    public record Keep(
            @Doc("steps between checkpoints; there is always one after the last step") @Default("50")
            int checkpointEvery,

            @Doc("checkpoints kept, newest first") @Default("2")
            int checkpoints,

            @Doc("steps between those whose samples are written to rollouts/; 0 = never") @Default("1")
            int samplesEvery) {
        public Keep {
            if (checkpointEvery < 1 || checkpoints < 1 || samplesEvery < 0) {
                throw new InvalidInputException("checkpointEvery and checkpoints must be at least 1 and samplesEvery "
                        + "must not be negative, got " + checkpointEvery + ", " + checkpoints + ", " + samplesEvery);
            }
        }
    }

    public Recipe {
        rewards = List.copyOf(rewards);
        gates = List.copyOf(gates);
        regulariser = List.copyOf(regulariser);
        if (steps < 1) {
            throw new InvalidInputException("steps must be at least 1, got " + steps);
        }
        if (name.isBlank()) {
            throw new InvalidInputException("name must not be blank");
        }
        if (truth.needs().contains(Need.FROZEN_MODEL)) {
            throw new InvalidInputException("truth must be a check that asks no model, for a model may be wrong; got "
                    + Methods.REWARDS.nameOf(truth));
        }
        if (evaluate.every() > 0 && data.test() == null) {
            throw new InvalidInputException("data has no test problems and evaluate.every is " + evaluate.every()
                    + "; add data.test, or set evaluate.every to 0");
        }
        if (rollout.samplesPerProblem() < credit.smallestGroup()) {
            throw new InvalidInputException("rollout.samplesPerProblem must be at least " + credit.smallestGroup()
                    + " with credit " + Methods.CREDITS.nameOf(credit)
                    + ", which compares the samples of a problem; got " + rollout.samplesPerProblem());
        }
        requireParts("optimizer", optimizer.partsPerPass(), rollout);
        if (credit instanceof ActorCritic rule) {
            requireParts("credit.critic", rule.critic().partsPerPass(), rollout);
            if (rule.critic().warmupSteps() >= steps) {
                throw new InvalidInputException("credit.critic.warmupSteps must be below steps, or the policy is never"
                        + " trained; got " + rule.critic().warmupSteps() + " and " + steps);
            }
        }
        panel(rewards, truth, maxUngradableShare);
    }

    /** Each update of a pass needs a completion of its own. */
    private static void requireParts(String block, int parts, RolloutStrategy rollout) {
        long samples = (long) rollout.problemsPerStep() * rollout.samplesPerProblem();
        if (parts > samples) {
            throw new InvalidInputException(block + ".updatesPerStep cuts a step's " + samples + " completions into "
                    + parts + " parts a pass; it must be at most " + samples + " times " + block + ".passes");
        }
    }

    /**
     * Reads a recipe, applies {@code --set} assignments and binds it.
     *
     * @throws InvalidInputException with file, line and column of everything that does not fit
     */
    public static Recipe read(Path file, List<String> assignments) {
        Tree tree = YamlReader.read(file);
        for (String assignment : assignments) {
            tree = Overrides.set(tree, assignment);
        }
        return of(tree);
    }

    /** @throws InvalidInputException with the places of everything that does not fit */
    public static Recipe of(Tree tree) {
        return new Binder(Methods.ALL).bind(tree, Recipe.class);
    }

    /** The recipe with every default spelled out; reading it gives an equal recipe. */
    public String toYaml() {
        return YamlWriter.write(new RecordWriter(Methods.ALL).write(this));
    }

    /** The rewards as the loop runs them. */
    public RewardPanel panel() {
        return panel(rewards, truth, maxUngradableShare);
    }

    /**
     * The stages of this run.
     *
     * @param base the policy before any training: what a divergence is measured from
     * @param critic the value model, if the credit rule has one
     * @param models what rewards may ask; those they name are opened now
     */
    Stages stages(ProblemSource train, LanguageModel base, @Nullable Critic critic, RewardModels models) {
        boolean pulled = regulariser.stream().anyMatch(Regulariser::needsReference);
        return new Stages(
                train,
                prompts.renderer(base, rollout.maxNewTokens(), PromptOptions.SetBy.RECIPE),
                rollout,
                panel().with(models),
                gates,
                credit,
                critic,
                objective,
                regulariser,
                pulled ? new FixedReference(base) : null,
                optimizer);
    }

    /** Measures on the held-out problems; null when the recipe asks for no measurement. */
    @Nullable
    Evaluator evaluator(@Nullable ProblemSource test, LanguageModel policy) {
        TestData held = data.test();
        if (evaluate.every() == 0 || held == null || test == null) {
            return null;
        }
        return new Evaluator(
                evaluate,
                test.first(held.limit()),
                truth,
                evaluationPrompts(policy),
                test.strategies(),
                rollout.maxNewTokens(),
                rollout.stop());
    }

    /** How held-out problems are written for a model; each is tokenised once, however often it is measured with. */
    public PromptRenderer evaluationPrompts(LanguageModel policy) {
        int budget = evaluate.maxNewTokens() > 0 ? evaluate.maxNewTokens() : rollout.maxNewTokens();
        return new RememberedPrompts(prompts.renderer(policy, budget, PromptOptions.SetBy.RECIPE));
    }

    private static RewardPanel panel(List<RewardLine> lines, Reward truth, double maxUngradableShare) {
        return new RewardPanel(lines.stream().map(RewardLine::term).toList(), truth, maxUngradableShare);
    }
}
