/**
 * Base models made here: a corpus of solved chains with labelled habits, and next-token training on it from scratch.
 *
 * <p>A {@link dev.belay.lab.pretrain.Family} is a mixture of {@link dev.belay.lab.pretrain.TraceStyle}s. Each style
 * errs by rule (it forgets carries with a known probability), so that what reinforcement learning can find in the model
 * is known before it starts. {@link dev.belay.lab.pretrain.Pretraining} trains and saves a Hugging Face folder, {@link
 * dev.belay.lab.pretrain.BaseReport} measures what came out.
 *
 * <p>To add a family: one YAML file in {@code recipes/pretrain/}.
 */
@NullMarked
package dev.belay.lab.pretrain;

import org.jspecify.annotations.NullMarked;
