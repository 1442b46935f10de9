/**
 * {@link dev.belay.model.LanguageModel} and {@link dev.belay.model.Classifier} on libtorch's numerical libraries, for the
 * processor.
 *
 * <p>One {@code Transformer} with a hand-written backward pass: fixed buffers outside the Java heap, matrix products
 * from the native libraries, everything between two products fused into small Java loops. A small model spends its time
 * in calls, allocations and thread hand-overs, not in arithmetic; this is what is left when those are gone.
 *
 * <pre>
 *   CpuModel ──▶ Forest            trees of tokens laid out as rows, what sequences share once
 *            ──▶ Transformer       hidden states of all rows          (Attention, RowKernels, Gemm)
 *            ──▶ Head              logits in slabs, statistics, dL/dlogits (Distribution)
 *            ──▶ TransformerGradient  the same blocks from the top down
 *            ──▶ AdamW             one step on the flat fp32 parameters
 *            ──▶ Decoder           sampling, each worker its own rows (PackedMatrix, KeyValueCache)
 *   CpuClassifier ──▶ Forest, Transformer, ClassifierHead, and back the same way
 * </pre>
 *
 * <p>Work is split into tasks whose boundaries depend on the batch and the number of threads alone, and no two tasks add
 * to the same number: results are the same bits in every run, whichever thread takes which task.
 *
 * <p>Addresses are {@code long}s into memory owned by a {@link dev.belay.model.cpu.FloatMemory}; matrices are
 * row-major. To add an operation: a loop in {@code RowKernels} with its naive twin in the tests.
 */
@NullMarked
package dev.belay.model.cpu;

import org.jspecify.annotations.NullMarked;
