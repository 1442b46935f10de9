/**
 * Sixth stage: weights. The {@link dev.belay.loop.update.Updater} runs an objective through
 * {@link dev.belay.model.LanguageModel#backward} in micro-batches and takes optimizer steps. How a batch is cut into
 * micro-batches does not change the update: all denominators are taken over the optimizer step.
 */
@NullMarked
package dev.belay.loop.update;

import org.jspecify.annotations.NullMarked;
