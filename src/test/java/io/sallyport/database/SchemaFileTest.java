package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The consolidated schema. Run with `-Dschema.write=true` to write it anew after a migration was added.
@Tag("DB8")
final class SchemaFileTest {
    private static final Path FILE = Path.of("migrations/schema.sql");

    /// Columns, indexes, conditions, triggers and functions, in the words of the database.
    private static final String EVERYTHING = """
            select table_name, column_name, data_type, is_nullable, column_default
              from information_schema.columns where table_schema = 'sallyport'
            union all select tablename, indexname, indexdef, '', '' from pg_indexes where schemaname = 'sallyport'
            union all select conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', ''
              from pg_constraint where connamespace = 'sallyport'::regnamespace
            union all select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', ''
              from pg_trigger where not tgisinternal
            union all select '', proname, prosrc, '', '' from pg_proc where pronamespace = 'sallyport'::regnamespace
            order by 1, 2, 3
            """;

    @Test
    @Tag("DB1")
    void isUpToDateWithTheMigrations() throws IOException {
        String schema = MigrationFiles.shipped().consolidated();
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(FILE, schema);
        }

        assertThat(Files.readString(FILE))
                .as("migrations/schema.sql is stale; run: mvn test -Dtest=SchemaFileTest -Dschema.write=true")
                .isEqualTo(schema);
    }

    @Test
    void leavesNothingToMigrate() {
        try (TestDatabase db = TestDatabase.empty()) {
            db.execute(MigrationFiles.shipped().consolidated());
            Migrations migrations = new Migrations(db.address(), MigrationFiles.shipped());

            assertThat(migrations.up()).isEmpty();
            assertThat(migrations.downTo(0)).isNotEmpty();
        }
    }

    @Test
    @Tag("DB14")
    void isTheSameAfterEachStepWasUndoneAndDoneAgain() {
        try (TestDatabase db = TestDatabase.migrated()) {
            Migrations migrations = new Migrations(db.address(), MigrationFiles.shipped());
            List<List<String>> head = db.rows(EVERYTHING);
            assertThat(head).hasSizeGreaterThan(500);

            for (int steps = 1; steps < migrations.history().size(); steps++) {
                assertThat(migrations.down(steps)).hasSize(steps);
                assertThat(migrations.pending()).hasSize(steps);
                migrations.up();

                assertThat(db.rows(EVERYTHING)).as("after %d steps down", steps).isEqualTo(head);
                assertThat(migrations.pending()).isEmpty();
            }
        }
    }

    @Test
    @Tag("DB5")
    void migrationsAreFoundInsideAJar(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("program.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("migrations/versions/"));
            out.putNextEntry(new JarEntry("migrations/versions/0001_first.sql"));
            out.write("select 1;\n-- //@UNDO\nselect 2;\n".getBytes(StandardCharsets.UTF_8));
        }

        MigrationFiles files = MigrationFiles.at(
                URI.create("jar:" + jar.toUri() + "!/migrations/versions/").toURL());

        assertThat(files.scripts()).extracting(MigrationScript::fileName).containsExactly("0001_first.sql");
    }
}
