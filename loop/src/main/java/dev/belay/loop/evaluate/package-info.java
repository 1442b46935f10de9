/**
 * Measures a policy on held-out problems: greedy and sampled, every figure with a bootstrap interval over problems and
 * samples. Nothing here trains.
 */
@NullMarked
package dev.belay.loop.evaluate;

import org.jspecify.annotations.NullMarked;
