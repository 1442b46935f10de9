/**
 * Models of the Hugging Face Hub, in the cache that Python uses too.
 *
 * <pre>
 *   hf:owner/name@revision ── {@link dev.belay.model.hub.Hub} ──▶ models--owner--name/
 *                                                          refs/main               the commit a name stands for
 *                                                          blobs/HASH              a file's bytes, once
 *                                                          snapshots/COMMIT/NAME   a link to its bytes
 * </pre>
 *
 * <p>Only what a model consists of is fetched: config, tokenizer and safetensors; never pickles. A file is fetched beside its
 * place ({@code .incomplete}), continued where it was cut, and moved there when size and hash are those the Hub names.
 */
@NullMarked
package dev.belay.model.hub;

import org.jspecify.annotations.NullMarked;
