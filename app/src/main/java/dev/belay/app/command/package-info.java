/** One class a command: options, checks of what the user wrote, one call into the module that does the work, output. */
@NullMarked
package dev.belay.app.command;

import org.jspecify.annotations.NullMarked;
