/** The list of problem sources, above the packages that hold them. */
@NullMarked
package dev.belay.loop.data.catalogue;

import org.jspecify.annotations.NullMarked;
