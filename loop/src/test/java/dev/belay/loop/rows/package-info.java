/** Tests of the one reader of rows. */
@NullMarked
package dev.belay.loop.rows;

import org.jspecify.annotations.NullMarked;
