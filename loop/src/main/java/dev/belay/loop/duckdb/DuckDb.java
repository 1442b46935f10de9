package dev.belay.loop.duckdb;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** Opens databases in memory. */
public final class DuckDb {
    private DuckDb() {}

    /**
     * An empty database. It has one thread, which leaves the cores to training and keeps the order of rows; and it never
     * fetches an extension from a network.
     */
    public static DuckDBConnection open() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        return DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
    }
}
