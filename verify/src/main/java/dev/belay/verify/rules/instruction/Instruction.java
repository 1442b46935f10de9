package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.TextRule;

/**
 * One verifiable instruction. {@link #check} judges exactly the text it is given (strict, without the rule that a blank
 * response follows nothing); {@link Following} and {@link InstructionSet} add that rule and the loose variants.
 */
public interface Instruction extends TextRule {

    /** The official id, family and name joined by a colon. */
    String id();
}
