/**
 * Verification of mathematical answers: does an answer mean what the gold answer means?
 *
 * <pre>
 * response -> extract -> answer text -> parse -> Expr -> equal -> Verification(verdict, reason, ...)
 *                            gold text -> parse -> Expr ----^
 * </pre>
 *
 * <p>Start at {@link dev.belay.verify.Verifier}. The gold is always the first argument, because the comparison is not
 * symmetric where symmetry would let an answer win by echoing the question. Everything here is a pure function of its
 * arguments: no clock, no thread, no shared state; work is bounded by step and size budgets.
 */
@NullMarked
package dev.belay.verify;

import org.jspecify.annotations.NullMarked;
