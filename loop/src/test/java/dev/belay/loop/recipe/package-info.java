/** Tests of the strict reader, over a small record tree of their own. */
@NullMarked
package dev.belay.loop.recipe;

import org.jspecify.annotations.NullMarked;
