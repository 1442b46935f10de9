@NullMarked
package dev.belay.loop.objective;

import org.jspecify.annotations.NullMarked;
