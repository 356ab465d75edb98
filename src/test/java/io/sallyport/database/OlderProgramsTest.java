package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A step of the schema lets the program before it work on, so that instances of both can share a database; or
/// it says that it does not.
@Tag("DB14")
final class OlderProgramsTest {
    /// The newest of the steps from before the rule.
    private static final int BEFORE_THE_RULE = 31;

    /// What statements of an older program rely on.
    private static final String RELIED_ON = """
            select 'column', table_name::text, column_name::text, data_type::text
              from information_schema.columns where table_schema = 'sallyport'
            union all select 'may be null', table_name, column_name, ''
              from information_schema.columns where table_schema = 'sallyport' and is_nullable = 'YES'
            union all select 'key', indrelid::regclass::text, pg_get_indexdef(indexrelid), ''
              from pg_index join pg_class on pg_class.oid = indrelid
              where relnamespace = 'sallyport'::regnamespace and indisunique
            union all select 'function', proname, pg_get_function_arguments(oid), pg_get_function_result(oid)
              from pg_proc where pronamespace = 'sallyport'::regnamespace
            """;

    /// What may refuse a row that an older program writes. Keys and checks come with each column they look at.
    private static final String DEMANDS = """
            select 'wants a value', table_name::text, column_name::text, ''
              from information_schema.columns
              where table_schema = 'sallyport' and is_nullable = 'NO' and column_default is null
                and is_identity = 'NO' and is_generated = 'NEVER'
            union all select 'checks', conrelid::regclass::text, conname, attname
              from pg_constraint left join pg_attribute on attrelid = conrelid and attnum = any (conkey)
              where connamespace = 'sallyport'::regnamespace and contype in ('c', 'f', 'x')
            union all select 'unique', indrelid::regclass::text, pg_get_indexdef(indexrelid), attname
              from pg_index join pg_class on pg_class.oid = indrelid
                left join pg_attribute on attrelid = indrelid and attnum = any (indkey)
              where relnamespace = 'sallyport'::regnamespace and indisunique
            """;

    @Test
    void goOnAfterEveryStepThatDoesNotSayOtherwise() {
        try (TestDatabase db = TestDatabase.empty()) {
            Migrations migrations = new Migrations(db.address(), MigrationFiles.shipped());
            migrations.upTo(BEFORE_THE_RULE);

            for (MigrationScript step : MigrationFiles.shipped().scripts()) {
                if (step.version() > BEFORE_THE_RULE && MigrationScript.letsOlderProgramsWork(step.undo())) {
                    assertThat(broken(db, migrations, step.version()))
                            .as(step.fileName())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void seesWhatBreaksThem() {
        try (TestDatabase db = TestDatabase.empty()) {
            Migrations migrations = new Migrations(db.address(), MigrationFiles.shipped());
            migrations.upTo(BEFORE_THE_RULE - 1);

            List<String> broken = broken(db, migrations, BEFORE_THE_RULE);

            assertThat(String.join("\n", broken))
                    .contains(
                            "lost: [key, alert_state,",
                            "new: [wants a value, alert_state, kind,",
                            "new: [unique, alert_state,");
        }
    }

    private static List<String> broken(TestDatabase db, Migrations migrations, int step) {
        Set<List<String>> reliedOn = Set.copyOf(db.rows(RELIED_ON));
        Set<List<String>> demands = Set.copyOf(db.rows(DEMANDS));
        migrations.upTo(step);
        Set<List<String>> left = Set.copyOf(db.rows(RELIED_ON));
        List<String> broken = new ArrayList<>();
        reliedOn.stream().filter(one -> !left.contains(one)).forEach(one -> broken.add("lost: " + one));
        db.rows(DEMANDS).stream()
                .filter(one -> !demands.contains(one))
                .filter(one -> knows(reliedOn, one.get(1), one.get(3)))
                .forEach(one -> broken.add("new: " + one));
        return broken;
    }

    /// @param column empty for any
    private static boolean knows(Set<List<String>> reliedOn, String table, String column) {
        return reliedOn.stream()
                .anyMatch(one -> one.getFirst().equals("column")
                        && one.get(1).equals(table)
                        && (column.isEmpty() || one.get(2).equals(column)));
    }
}
