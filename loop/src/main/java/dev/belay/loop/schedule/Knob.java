package dev.belay.loop.schedule;

/** A number that a run turns as it goes: learning rate, temperature, clip range. A pure function of the run's state. */
@FunctionalInterface
public interface Knob {
    double at(RunState state);
}
