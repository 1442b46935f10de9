/**
 * Reads the samples that runs left in rollouts/*.parquet, for statistics and for a reader's eye.
 */
@NullMarked
package dev.belay.lab.rollouts;

import org.jspecify.annotations.NullMarked;
