package dev.belay.model.torch;

import org.bytedeco.pytorch.Tensor;

/** The fp32 numbers that an optimizer moves, as one vector on the device, and their gradient. */
interface TrainedTensors {
    long count();

    /** (count); after writing there, call {@link #changed}. */
    Tensor values();

    /** (count); made when first asked for. */
    Tensor gradients();

    /** Some values as the forward pass sees them; perhaps the same tensor. */
    Tensor seen(Tensor values);

    /** Says that values were written. */
    void changed();
}
