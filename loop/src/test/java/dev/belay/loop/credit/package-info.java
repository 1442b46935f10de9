@NullMarked
package dev.belay.loop.credit;

import org.jspecify.annotations.NullMarked;
