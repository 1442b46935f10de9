/**
 * Problems from a file of rows (see {@code dev.belay.loop.rows}) in the forms of TRL and verl. A row that is no problem
 * stops the run before any work, with file, line, column and what was found.
 */
@NullMarked
package dev.belay.loop.data.jsonl;

import org.jspecify.annotations.NullMarked;
