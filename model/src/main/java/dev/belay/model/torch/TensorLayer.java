package dev.belay.model.torch;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a block, named as in {@link dev.belay.model.weights.LayerWeights}.
 *
 * @param norm1 (D)
 * @param qkv (Q + 2K, D), queries above keys above values
 * @param qkvBias (Q + 2K)
 * @param queryNorm (headSize), or (Q) where all heads are normalised together
 * @param keyNorm (headSize) or (K)
 * @param out (D, Q)
 * @param norm2 (D)
 * @param gateUp (2F, D)
 * @param down (D, F)
 */
record TensorLayer(
        Tensor norm1,
        Tensor qkv,
        @Nullable Tensor qkvBias,
        @Nullable Tensor queryNorm,
        @Nullable Tensor keyNorm,
        Tensor out,
        Tensor norm2,
        Tensor gateUp,
        Tensor down) {}
