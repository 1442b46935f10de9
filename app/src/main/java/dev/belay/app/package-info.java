/**
 * The command line: {@link dev.belay.app.Main} reads the arguments, {@code command} holds one class a command, and
 * {@code terminal} shows progress.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong input. What a command produces goes to standard output; progress, warnings
 * and errors go to standard error, so that output can be piped.
 */
@NullMarked
package dev.belay.app;

import org.jspecify.annotations.NullMarked;
