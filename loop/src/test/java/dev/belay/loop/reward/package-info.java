@NullMarked
package dev.belay.loop.reward;

import org.jspecify.annotations.NullMarked;
