/**
 * Where a run stands, and what depends on it: {@link dev.belay.loop.schedule.RunState} is handed to every stage,
 * a {@link dev.belay.loop.schedule.Knob} is a number that changes with it.
 */
@NullMarked
package dev.belay.loop.schedule;

import org.jspecify.annotations.NullMarked;
