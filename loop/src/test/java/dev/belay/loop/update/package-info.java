@NullMarked
package dev.belay.loop.update;

import org.jspecify.annotations.NullMarked;
