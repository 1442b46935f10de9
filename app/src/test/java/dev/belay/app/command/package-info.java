@NullMarked
package dev.belay.app.command;

import org.jspecify.annotations.NullMarked;
