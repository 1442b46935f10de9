/**
 * Model files in GGUF, the format of llama.cpp, as the Hugging Face folders they were made from.
 *
 * <pre>
 *   GgufReader ── header, checked ──▶ GgufFile (metadata, tensors, still mapped)
 *                                        ├─ Architecture ──▶ ModelConfig, and which tensor is which
 *                                        ├─ ByteLevelBpe ──▶ tokenizer.json
 *                                        └─ GgmlType ──────▶ fp32 numbers, block by block
 * </pre>
 *
 * <p>{@link dev.belay.model.gguf.GgufModel} is the door: it gives an {@link dev.belay.model.checkpoint.HfFolder} like any
 * other, so whatever can be done with a folder can be done with a file. To add a tensor type, add a constant to {@link
 * dev.belay.model.gguf.GgmlType} and a test against hand-made blocks; to add an architecture, a line to {@code
 * Architecture}; to add a tokenizer, a line to {@code PreTokenizer}.
 */
@NullMarked
package dev.belay.model.gguf;

import org.jspecify.annotations.NullMarked;
