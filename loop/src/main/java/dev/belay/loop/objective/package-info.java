/**
 * Fifth stage: the loss as arithmetic on arrays. An {@link dev.belay.loop.objective.Objective} says how much each
 * token's log-probability should move ({@code w = dL/dlogp}); a {@link dev.belay.loop.objective.Regulariser} adds to
 * it; an {@link dev.belay.loop.objective.Aggregator} weighs sequences against each other with denominators taken over
 * the whole optimiser step. Nothing here touches a tensor.
 */
@NullMarked
package dev.belay.loop.objective;

import org.jspecify.annotations.NullMarked;
