package dev.belay.model;

/** Where a model computes. Asking for {@link #CUDA} without CUDA is an error, never a silent run on the CPU. */
public enum Device {
    CPU,
    CUDA
}
