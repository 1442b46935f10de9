/**
 * Problems from a file of JSON objects, one a line, in the row forms of TRL and verl. A row that cannot be read stops
 * the run before any work, with file, line, column and what was found.
 */
@NullMarked
package dev.belay.loop.data.jsonl;

import org.jspecify.annotations.NullMarked;
