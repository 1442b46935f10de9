@NullMarked
package dev.belay.app.terminal;

import org.jspecify.annotations.NullMarked;
