/**
 * Exact and certified arithmetic: {@link dev.belay.verify.number.Rational} is exact,
 * {@link dev.belay.verify.number.Real} and {@link dev.belay.verify.number.Complex} are balls, a midpoint with a proved
 * radius, so that "these differ" is a theorem and never a rounding accident. All work is charged to a
 * {@link dev.belay.verify.number.Budget}.
 */
@NullMarked
package dev.belay.verify.number;

import org.jspecify.annotations.NullMarked;
