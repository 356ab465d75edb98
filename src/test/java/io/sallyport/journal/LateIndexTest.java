package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Indexes that come with an upgrade: nobody who writes waits until they are built.
final class LateIndexTest {
    @Test
    void leavesDaysWithCallsAsTheyAreAndIsThereForTheDaysToCome() {
        try (TestDatabase database = TestDatabase.migrated()) {
            Partitions.keep(database.database(), Clock.systemUTC(), RetentionSettings.DEFAULT);

            database.execute("select request_index_add('attempt', 'attempt_late', '(millis) where millis > 5')");
            database.execute("select request_day_open('attempt', current_date + 9)");
            List<List<String>> days = database.rows("""
                    select replace(relname, to_char(now() at time zone 'UTC', '_YYYYMMDD'), ' today'),
                      exists (select from pg_index join pg_inherits on inhrelid = indexrelid
                        where indrelid = day.oid and inhparent = 'attempt_late'::regclass and indisvalid)
                    from pg_inherits join pg_class day on day.oid = inhrelid
                    where inhparent = 'attempt'::regclass order by relname
                    """);

            assertThat(days).hasSize(6);
            assertThat(days.get(0).getLast()).as("yesterday").isEqualTo("f");
            assertThat(days.get(1)).containsExactly("attempt today", "f");
            assertThat(days.subList(2, 6)).allMatch(day -> day.getLast().equals("t"));
        }
    }
}
