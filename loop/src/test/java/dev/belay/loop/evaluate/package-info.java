@NullMarked
package dev.belay.loop.evaluate;

import org.jspecify.annotations.NullMarked;
