/**
 * Exact and certified arithmetic: {@link dev.belay.verify.number.Rational} is exact,
 * {@link dev.belay.verify.number.Real} and {@link dev.belay.verify.number.Complex} are balls, a midpoint with a proved
 * radius, so that "these differ" is a theorem and never a rounding accident. Values only read themselves; operations are in
 * {@link dev.belay.verify.number.Rationals}, {@link dev.belay.verify.number.Reals} and
 * {@link dev.belay.verify.number.Complexes}, which charge each to a {@link dev.belay.verify.number.Budget} before they do
 * it; outside this package there is no other arithmetic on them.
 */
@NullMarked
package dev.belay.verify.number;

import org.jspecify.annotations.NullMarked;
