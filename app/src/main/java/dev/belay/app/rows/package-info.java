/** JSONL files in and out: rows with their line numbers, results in order, files that appear whole or not at all. */
@NullMarked
package dev.belay.app.rows;

import org.jspecify.annotations.NullMarked;
