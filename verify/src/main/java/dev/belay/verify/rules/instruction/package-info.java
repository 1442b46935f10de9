/**
 * The 25 verifiable instructions of IFEval (Zhou et al., arXiv 2311.07911), as
 * {@code google-research/instruction_following_eval} defines them: same ids, same argument names, same verdicts except
 * where a type's Javadoc says otherwise.
 *
 * <pre>
 *   Instructions.build(id, arguments)  ──▶  Instruction          one constraint, checked on one text
 *   InstructionSet(instructions, …)    ──▶  a TextRule           the constraints of one prompt as a reward
 *   Following.of(instructions, text)   ──▶  strict and loose verdicts, FollowRates over a data set
 *   Conflicts.between(id, id)                                    which must not be asked together
 * </pre>
 *
 * <p>Three deviations hold for all types. Keywords, markers and splitters are literal text where the reference splices
 * them into a regular expression (no official prompt has one that reads differently). Arguments are required where the
 * reference draws a missing or invalid one at random. Work is linear in the text: every pattern is a hand-written scan.
 */
@NullMarked
package dev.belay.verify.rules.instruction;

import org.jspecify.annotations.NullMarked;
