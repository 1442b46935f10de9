/**
 * Batches as rows of one matrix, without padding: a {@code Forest} lays out trees of tokens so that sequences share the rows
 * of whatever beginning they have in common, and says which rows each row sees and what it has to predict. Every engine
 * computes over these rows. A {@code Draft} is a completion that is still being drawn.
 */
@NullMarked
package dev.belay.model.forest;

import org.jspecify.annotations.NullMarked;
