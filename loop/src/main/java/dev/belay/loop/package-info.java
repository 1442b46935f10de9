/**
 * One training run, stage by stage. The packages are the data flow:
 *
 * <pre>
 *   data ──▶ rollout ──▶ reward ──▶ credit ──▶ objective ──▶ update        evaluate
 *   Problem  Group       Score      advantages  dL/dlogp     StepStats      Estimate
 * </pre>
 *
 * {@link dev.belay.loop.Loop#step} is the only place that sees all of them, and the place to start reading.
 */
@NullMarked
package dev.belay.loop;

import org.jspecify.annotations.NullMarked;
