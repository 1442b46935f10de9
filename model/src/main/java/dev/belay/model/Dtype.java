package dev.belay.model;

/**
 * The type matrix products are computed in. Master weights, optimizer moments and every log-softmax are fp32 whatever
 * is chosen here.
 */
public enum Dtype {
    FP32,
    BF16,
    /** What the device is best at: fp32 on the processor, bf16 on a GPU. */
    AUTO
}
