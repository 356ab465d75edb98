package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("DB13")
final class EmbeddedPostgresTest {
    private static final Path PROGRAMS = Path.of("target/postgres");

    @TempDir
    private Path folder;

    @Test
    void keepsItsRowsOverARestart() throws SQLException {
        try (EmbeddedPostgres first = start()) {
            query(first.address(), "create table kept as select 42 as answer");
        }

        try (EmbeddedPostgres second = start()) {
            assertThat(query(second.address(), "select answer from kept")).isEqualTo("42");
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(new EmbeddedSettings(folder, PROGRAMS, Map.of()));
    }

    private static String query(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        address.url(), address.user(), address.password().reveal());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
