/**
 * A run as a user meets it: a {@link dev.belay.loop.run.Recipe} becomes a loop, the loop's steps become a run directory.
 *
 * <pre>
 *   recipe.yaml ── Recipe ── TrainingRun ──▶ RunDirectory
 *                                              run.json           resolved recipe, hashes, versions, machine
 *                                              metrics.jsonl      one object a step, evaluations marked
 *                                              rollouts/*.parquet every sample with everything said about it
 *                                              checkpoints/step-N Hugging Face or PEFT folder, optimizer, loop state
 *                                              tensorboard/       event files
 * </pre>
 *
 * <p>A run that is killed at any moment and resumed ends in the same weights and the same metrics as one that was not:
 * everything after the newest checkpoint is cut off and done again.
 */
@NullMarked
package dev.belay.loop.run;

import org.jspecify.annotations.NullMarked;
