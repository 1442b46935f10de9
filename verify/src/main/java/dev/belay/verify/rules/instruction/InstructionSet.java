package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.TextRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions of one prompt as a reward.
 *
 * <p>Source: open-instruct scores the mean of the verdicts, IFDecorator (arXiv 2508.04632) all or nothing. Both judge
 * the answer only: hand in the response without its reasoning block
 * ({@link dev.belay.verify.rules.format.Thinking#removed}).
 *
 * @param instructions at least one
 * @param strictness which verdicts count
 * @param credit how the verdicts become a score; the set passes if all are followed
 */
public record InstructionSet(List<Instruction> instructions, Strictness strictness, Credit credit) implements TextRule {

    /** Which of {@link Following}'s verdicts count. */
    public enum Strictness {
        STRICT,
        LOOSE
    }

    /** How verdicts become a score. */
    public enum Credit {
        /** Share of the instructions that are followed. */
        MEAN,
        /** 1 if all are followed, else 0. */
        ALL
    }

    public InstructionSet {
        instructions = List.copyOf(instructions);
        if (instructions.isEmpty()) {
            throw new IllegalArgumentException("a prompt has at least one instruction");
        }
    }

    @Override
    public RuleResult check(String text) {
        List<String> variants = strictness == Strictness.STRICT ? List.of(text) : Following.variants(text);
        List<String> broken = new ArrayList<>();
        for (Instruction instruction : instructions) {
            if (!Following.byAny(instruction, variants)) {
                broken.add(instruction.id() + " (" + instruction.check(text).reason() + ")");
            }
        }
        int followed = instructions.size() - broken.size();
        double share = (double) followed / instructions.size();
        boolean all = broken.isEmpty();
        String reason = followed + " of " + instructions.size() + " followed"
                + (all ? "" : "; not: " + String.join(", ", broken));
        return new RuleResult(all, credit == Credit.MEAN ? share : all ? 1 : 0, reason, "");
    }
}
