/**
 * Do two trees mean the same? {@link dev.belay.verify.equal.Comparison} dispatches on the kinds of the two sides;
 * {@code Scalars} decides numbers and expressions: exact arithmetic first, then the canonical form, then certified
 * evaluation at growing precision or at fixed pseudo-random points.
 */
@NullMarked
package dev.belay.verify.equal;

import org.jspecify.annotations.NullMarked;
