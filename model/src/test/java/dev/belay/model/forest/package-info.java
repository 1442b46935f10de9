/** Tests of the layout of batches. */
@NullMarked
package dev.belay.model.forest;

import org.jspecify.annotations.NullMarked;
