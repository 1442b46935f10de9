/** What a person sees while a command works: a progress bar on a terminal, plain lines elsewhere, warnings on demand. */
@NullMarked
package dev.belay.app.terminal;

import org.jspecify.annotations.NullMarked;
