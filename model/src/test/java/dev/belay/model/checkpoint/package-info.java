/** Tests of reading and writing checkpoints. */
@NullMarked
package dev.belay.model.checkpoint;

import org.jspecify.annotations.NullMarked;
