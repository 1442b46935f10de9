/** The one way to a DuckDB in memory, through which samples and rows go to and from Parquet. */
@NullMarked
package dev.belay.loop.duckdb;

import org.jspecify.annotations.NullMarked;
