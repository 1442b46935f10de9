package dev.belay.loop.rows;

import dev.belay.loop.duckdb.DuckDb;
import dev.belay.model.InvalidInputException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file as JSON, in the order of the file, so that the same rules hold for them as for JSONL. */
final class ParquetRows implements RowReader.Texts {
    private static final String ENDING = ".parquet";

    private final Path file;
    private final Connection connection;
    private final ResultSet rows;

    /** @throws InvalidInputException when the file is not Parquet */
    ParquetRows(Path file) {
        this.file = file;
        try {
            connection = DuckDb.open();
        } catch (SQLException e) {
            throw failed(e);
        }
        try {
            PreparedStatement query =
                    connection.prepareStatement("SELECT CAST(to_json(r) AS VARCHAR) FROM read_parquet(?) AS r");
            query.setString(1, file.toString());
            query.closeOnCompletion();
            rows = query.executeQuery();
        } catch (SQLException e) {
            close();
            throw failed(e);
        }
    }

    /** Whether the name says that it is one. */
    static boolean is(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    @Override
    public @Nullable String next() {
        try {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private InvalidInputException failed(SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new InvalidInputException(file + " cannot be read as Parquet: " + message, e);
    }

    /** Closes the query with the database. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
