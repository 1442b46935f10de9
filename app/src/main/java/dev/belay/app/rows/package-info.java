/** Rows as the commands need them, and results as JSONL: in the order of the rows, in files that appear whole or not at all. */
@NullMarked
package dev.belay.app.rows;

import org.jspecify.annotations.NullMarked;
