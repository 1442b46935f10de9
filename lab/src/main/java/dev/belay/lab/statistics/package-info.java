/**
 * How sure a study can be: bootstrap intervals over problems and seeds, paired differences, spread between seeds.
 *
 * <p>Reading order: {@link dev.belay.lab.statistics.Outcomes} (what was measured, seed by seed and problem by problem),
 * {@link dev.belay.lab.statistics.CrossedBootstrap} (intervals), {@link dev.belay.lab.statistics.SeedSpread} (how far runs of
 * one recipe lie apart, which no number of problems can shrink).
 *
 * <p>Shapes: S seeds, N problems; every score lies in [0, 1]. Draws come from a
 * {@link dev.belay.model.RandomKey}, so an interval is a pure function of the data and the key.
 */
@NullMarked
package dev.belay.lab.statistics;

import org.jspecify.annotations.NullMarked;
