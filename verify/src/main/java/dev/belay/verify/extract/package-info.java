/**
 * From a model's response to the text of its answer. {@link dev.belay.verify.extract.Extractor} tries the sources of a
 * preset in order; each source is one small linear scan.
 */
@NullMarked
package dev.belay.verify.extract;

import org.jspecify.annotations.NullMarked;
