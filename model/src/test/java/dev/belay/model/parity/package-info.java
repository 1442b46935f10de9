/**
 * Comparison with numbers that Python's transformers computed; the fixtures under {@code resources/parity} are made by the
 * scripts in {@code tools/parity}.
 */
@NullMarked
package dev.belay.model.parity;

import org.jspecify.annotations.NullMarked;
