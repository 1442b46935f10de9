/**
 * What a user writes: catalogues of named methods, their options, and the strict reading of YAML into records.
 *
 * <p>A method's options are the components of its record, documented by {@link dev.belay.loop.recipe.Doc}, defaulted by
 * {@link dev.belay.loop.recipe.Default} and validated in the record's compact constructor. The same record gives the
 * YAML keys, the JSON Schema, {@code belay methods NAME} and docs/METHODS.md, so none of them can drift.
 */
@NullMarked
package dev.belay.loop.recipe;

import org.jspecify.annotations.NullMarked;
