/**
 * First stage: problems. A recipe names a {@link dev.belay.loop.data.DataSet}; opened, it is a
 * {@link dev.belay.loop.data.ProblemSource} that deals {@link dev.belay.loop.data.Problem}s in an order fixed by the
 * run's seed.
 *
 * <p>To add one: a record that implements {@code DataSet}, a line in
 * {@code dev.belay.loop.data.catalogue.Sources}, a test.
 */
@NullMarked
package dev.belay.loop.data;

import org.jspecify.annotations.NullMarked;
