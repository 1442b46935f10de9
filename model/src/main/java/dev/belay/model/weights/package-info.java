/**
 * A model's numbers as one vector, whichever engine computes with them: where each weight stands ({@code WeightMap}), what a
 * new one holds, and the way to and from disk.
 *
 * <pre>
 *   path ──▶ ModelSource ──▶ HfFolder ──▶ WeightMap          offsets of every matrix, norm and bias
 *                            InitialWeights                 for a model that lies nowhere yet
 *                            TrainingState                  weights, moments and step count, to go on from
 * </pre>
 */
@NullMarked
package dev.belay.model.weights;

import org.jspecify.annotations.NullMarked;
