package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.testkit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("DB15")
final class BackupTest {
    private static final String FIRST = """
            create table b_owner (id bigint generated always as identity primary key, name text unique);
            create table a_thing (owner bigint references b_owner, body text, up text generated always as (upper(body)) stored);
            create table part (day date not null, note text) partition by range (day);
            insert into b_owner (name) values ('built-in');
            -- //@UNDO
            drop table part;
            drop table a_thing;
            drop table b_owner;
            """;
    private static final String SECOND =
            "alter table b_owner add column colour text default 'red';\n-- //@UNDO\nalter table b_owner drop column colour;\n";

    @TempDir
    private Path folder;

    private final TestDatabase source = TestDatabase.empty();
    private final TestDatabase target = TestDatabase.empty();

    @BeforeEach
    void fillSource() throws IOException {
        Files.writeString(folder.resolve("0001_first.sql"), FIRST);
        new Migrations(source.address(), files()).up();
        source.execute("insert into b_owner (name) values ('ann')");
        source.execute("insert into a_thing (owner, body) values (2, E'tab\\t line\\n back\\\\slash ünï'), (1, null)");
        source.execute("create table part_2026 partition of part for values from ('2026-01-01') to ('2027-01-01')");
        source.execute("insert into part values ('2026-11-21', 'kept')");
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Test
    void bringsEveryRowBack() throws IOException {
        restore(backup());

        assertThat(rows(target)).isEqualTo(rows(source));
        target.execute("insert into b_owner (name) values ('next')");
        assertThat(rows(target)).anyMatch(row -> row.contains("(3,next"));
    }

    @Test
    void bringsAnOlderBackupToTheStepsOfThisProgram() throws IOException {
        byte[] backup = backup();
        Files.writeString(folder.resolve("0002_second.sql"), SECOND);

        restore(backup);

        assertThat(rows(target)).anyMatch(row -> row.contains("(2,ann,red)"));
        assertThat(new Migrations(target.address(), files()).pending()).isEmpty();
    }

    @Test
    void refusesABackupOfANewerProgram() throws IOException {
        Files.writeString(folder.resolve("0002_second.sql"), SECOND);
        new Migrations(source.address(), files()).up();
        byte[] backup = backup();
        Files.delete(folder.resolve("0002_second.sql"));

        assertThatThrownBy(() -> restore(backup))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void refusesADatabaseThatIsNotEmpty() throws IOException {
        byte[] backup = backup();

        assertThatThrownBy(() -> new Backup(source.address(), files()).restore(new ByteArrayInputStream(backup)))
                .hasMessageContaining("empty database");
    }

    @Test
    void leavesTheDatabaseEmptyWhenTheBackupIsDamaged() throws IOException {
        byte[] whole = backup();
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertThatThrownBy(() -> restore(cut)).isInstanceOf(BackupException.class);
        assertThatThrownBy(() -> restore("no zip".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BackupException.class);
        restore(whole);

        assertThat(rows(target)).isEqualTo(rows(source));
    }

    @Test
    void takesTheWholeShippedSchema() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        MigrationFiles shipped = MigrationFiles.shipped();

        try (TestDatabase full = TestDatabase.migrated()) {
            full.execute("insert into change_version values ('keys', 3, now())");
            full.execute("insert into counter_instance values (gen_random_uuid(), now(), true)");
            full.execute("select request_day_open('usage_record', '2026-11-21')");
            full.execute("""
                    insert into usage_record (request_id, started_at, tenant_id, project_id, key_id, user_id, principal,
                      operation, alias, backend, upstream_model, success, input_tokens, cached_input_tokens,
                      cache_write_tokens, output_tokens, reasoning_tokens, source, cost_pico_usd, total_us)
                    values (request_id_floor('2026-11-21T12:00:00Z'), '2026-11-21T12:00:00Z', 't', 'p', 'k1', '', 'ada',
                      'chat', 'chat', 'openai', 'gpt-4o', false, 7, 0, 0, 3, 0, 'reported', 1500000, 5000)
                    """);
            new Backup(full.address(), shipped).write(first);
        }
        new Backup(target.address(), shipped).restore(new ByteArrayInputStream(first.toByteArray()));
        new Backup(target.address(), shipped).write(second);

        assertThat(entries(second.toByteArray())).isEqualTo(entries(first.toByteArray()));
        assertThat(entries(first.toByteArray()).keySet())
                .noneMatch(name -> name.contains("counter_instance"))
                .anyMatch(name -> name.contains("change_version"));
        assertThat(target.rows("select tgname from pg_trigger where tgenabled = 'D'"))
                .isEmpty();
        assertThat(target.rows("select input_tokens from usage_sum")).isEqualTo(List.of(List.of("7")));
    }

    private static Map<String, String> entries(byte[] backup) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(backup))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private byte[] backup() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Backup(source.address(), files()).write(out);
        return out.toByteArray();
    }

    private void restore(byte[] backup) {
        new Backup(target.address(), files()).restore(new ByteArrayInputStream(backup));
    }

    private MigrationFiles files() {
        return MigrationFiles.in(folder);
    }

    private static List<String> rows(TestDatabase db) {
        return db.database().attach(AllTable.class).rows();
    }

    interface AllTable {
        @SqlQuery("""
                select 'owner' || o::text from b_owner o
                union all select 'thing' || a::text from a_thing a
                union all select 'part' || p::text from part_2026 p
                order by 1
                """)
        List<String> rows();
    }
}
