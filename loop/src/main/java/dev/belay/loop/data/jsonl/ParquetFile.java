package dev.belay.loop.data.jsonl;

import dev.belay.loop.duckdb.DuckDb;
import dev.belay.model.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Consumer;

/** A Parquet file, row by row as JSON, so that its rows are read by the same rules as those of a JSONL file. */
public final class ParquetFile {
    private static final String ENDING = ".parquet";

    private ParquetFile() {}

    /** Whether the name says that it is one. */
    public static boolean is(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /**
     * Hands over the rows in the order of the file.
     *
     * @param row takes an object of JSON
     * @throws InvalidInputException when there is no such file or it is not Parquet
     */
    public static void read(Path file, Consumer<String> row) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("there is no file " + file.toAbsolutePath());
        }
        try (Connection connection = DuckDb.open();
                PreparedStatement query =
                        connection.prepareStatement("SELECT CAST(to_json(r) AS VARCHAR) FROM read_parquet(?) AS r")) {
            query.setString(1, file.toString());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    row.accept(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new InvalidInputException(file + " cannot be read as Parquet: " + message, e);
        }
    }
}
