/**
 * Files of rows, each a JSON object, wherever belay reads one: the problems of a run and what the commands of rows are
 * given. {@link dev.belay.loop.rows.RowReader} opens JSONL (plain or gzip) and Parquet and hands out
 * {@link dev.belay.loop.rows.Row}s that know their place, so that every complaint begins with {@code file:line}.
 */
@NullMarked
package dev.belay.loop.rows;

import org.jspecify.annotations.NullMarked;
