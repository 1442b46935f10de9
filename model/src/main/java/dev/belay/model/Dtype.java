package dev.belay.model;

/**
 * The type matrix products are computed in. Master weights, optimizer moments and every log-softmax are fp32 whatever
 * is chosen here.
 */
public enum Dtype {
    FP32,
    BF16,
    /** Decided when the model is loaded, from the processor's flags, the parameter count and a short measurement. */
    AUTO
}
