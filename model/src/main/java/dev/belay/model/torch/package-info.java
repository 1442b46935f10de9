/**
 * {@link dev.belay.model.LanguageModel} on libtorch's tensors and autograd: the engine for a GPU.
 *
 * <p>Device-agnostic: every tensor is made on the model's device with an explicit type, and nothing else differs between
 * devices. Tests run all of it on libtorch's processor device, beside {@link dev.belay.model.cpu.CpuModel}.
 *
 * <pre>
 *   TorchModel ──▶ TensorWeights      one fp32 vector and its gradient, cut into matrices
 *              ──▶ RowLayout          the rows of a forest, and in which rectangles their attention is computed
 *              ──▶ TensorTransformer  a layer as tensor operations; autograd differentiates it
 *              ──▶ OutputLayer        logits in chunks, statistics, dL/dlogits by hand (TokenDistribution)
 *              ──▶ TensorBackward     plain, or layer by layer from what was kept
 *              ──▶ TensorAdamW        one step on the vector
 *              ──▶ TensorDecoder      sampling (DecodeCache)
 * </pre>
 *
 * <p>Handles of tensors belong to the innermost {@code PointerScope}; a layer opens one of its own, so that what only it used
 * leaves memory with it. What lives as long as the model is held with {@link dev.belay.model.torch.Placement#keep}.
 */
@NullMarked
package dev.belay.model.torch;

import org.jspecify.annotations.NullMarked;
