/** Tests of the engine for a GPU, on libtorch's device for the processor; the control is {@code CpuModel}. */
@NullMarked
package dev.belay.model.torch;

import org.jspecify.annotations.NullMarked;
