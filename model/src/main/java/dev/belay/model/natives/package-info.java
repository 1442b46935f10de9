/** How native libraries come into this process, whichever engine calls them. */
@NullMarked
package dev.belay.model.natives;

import org.jspecify.annotations.NullMarked;
