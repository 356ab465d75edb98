package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PartitionsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");
    private static final RetentionSettings RETENTION = new RetentionSettings(30, 7, 400, false);

    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesTheDaysAheadOnce() {
        keep(NOW);
        keep(NOW);

        assertThat(days("request_log"))
                .containsExactly(
                        "request_log_20261120",
                        "request_log_20261121",
                        "request_log_20261122",
                        "request_log_20261123",
                        "request_log_20261124");
        assertThat(days("usage_record")).hasSize(5);
    }

    @Test
    @Tag("AU29")
    @Tag("N05")
    void dropsBodiesBeforeTheirRowsAndRowsBeforeTheirUsage() {
        keep(NOW);

        keep(NOW.plus(Duration.ofDays(10)));
        List<String> contentAfterTen = days("request_content");
        List<String> rowsAfterTen = days("request_log");
        keep(NOW.plus(Duration.ofDays(40)));

        assertThat(contentAfterTen).contains("request_content_20261124").doesNotContain("request_content_20261123");
        assertThat(rowsAfterTen).contains("request_log_20261120");
        assertThat(days("request_log")).doesNotContain("request_log_20261130").contains("request_log_20261202");
        assertThat(days("usage_record")).contains("usage_record_20261120");
    }

    @Test
    void keepsTheFirstDayThatIsStillWanted() {
        keep(NOW);

        keep(NOW.plus(Duration.ofDays(37)));

        assertThat(days("request_log")).doesNotContain("request_log_20261127");
        assertThat(days("request_content")).contains("request_content_20261227");
    }

    private void keep(Instant moment) {
        Partitions.keep(database.database(), Clock.fixed(moment, ZoneOffset.UTC), RETENTION);
    }

    private List<String> days(String parent) {
        return database.database().attach(CatalogTable.class).days(parent);
    }

    /// PostgreSQL's own catalog.
    interface CatalogTable {
        @SqlQuery("""
                select child.relname from pg_inherits join pg_class child on child.oid = inhrelid
                where inhparent = cast(:parent as regclass) order by 1
                """)
        List<String> days(String parent);
    }
}
