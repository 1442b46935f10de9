/**
 * The one syntax tree of all answers, whatever spelling they came in. {@link dev.belay.verify.expr.Expr} lists the
 * kinds; {@link dev.belay.verify.expr.Show} spells a tree out in a plain canonical way for reports.
 */
@NullMarked
package dev.belay.verify.expr;

import org.jspecify.annotations.NullMarked;
