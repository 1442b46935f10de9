@NullMarked
package dev.belay.loop.rollout;

import org.jspecify.annotations.NullMarked;
