package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {
    private static final String FIRST = "create table one (id int);\n-- //@UNDO\ndrop table one;\n";
    private static final String SECOND = """
            create function twice(n int) returns int language plpgsql as $$ begin return n; end; $$;
            insert into one values (twice(1));
            -- //@UNDO
            delete from one;
            drop function twice(int);
            """;
    private static final String BROKEN =
            "create table three (id int);\nselect nonsense;\n-- //@UNDO\ndrop table three;\n";

    @TempDir
    private Path folder;

    private TestDatabase db = TestDatabase.empty();

    @BeforeEach
    void writeTwo() throws IOException {
        db.close();
        db = TestDatabase.empty();
        write("0001_first.sql", FIRST);
        write("0002_second.sql", SECOND);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    @Tag("DB6")
    void goesUpOnceAndThenHasNothingToDo() {
        List<MigrationStep> first = migrations().up();
        List<MigrationStep> again = migrations().up();

        assertThat(first).extracting(MigrationStep::version).containsExactly(1, 2);
        assertThat(again).isEmpty();
        assertThat(migrations().pending()).isEmpty();
        assertThat(migrations().history()).extracting(MigrationStep::name).containsExactly("first", "second");
    }

    @Test
    @Tag("DB14")
    void goesDownStepByStepAndToTheBase() {
        migrations().up();

        assertThat(migrations().down(1)).extracting(MigrationStep::version).containsExactly(2);
        assertThat(migrations().pending()).extracting(MigrationStep::version).containsExactly(2);
        assertThat(migrations().downTo(0)).extracting(MigrationStep::version).containsExactly(1);
        assertThat(migrations().up()).hasSize(2);
    }

    @Test
    @Tag("DB4")
    void refusesAFileThatWasEditedAfterItWasApplied() throws IOException {
        migrations().up();
        write("0001_first.sql", FIRST.replace("one", "uno"));

        assertThatThrownBy(() -> migrations().up())
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("0001_first.sql was edited");
    }

    @Test
    @Tag("DB7")
    void leavesEverythingAsItWasWhenAStepFails() throws IOException {
        migrations().up();
        write("0003_broken.sql", BROKEN);

        assertThatThrownBy(() -> migrations().up())
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("0003_broken.sql failed")
                .hasMessageContaining("nonsense");

        assertThat(migrations().history()).hasSize(2);
        db.execute("create table three (id int)");
    }

    @Test
    @Tag("DB14")
    void refusesADatabaseThatIsNewerAndLeadsItBack() throws IOException {
        write("0002_second.sql", SECOND.replace("-- //@UNDO", "-- //@UNDO\n-- breaks older programs: no reason"));
        migrations().up();
        Files.delete(folder.resolve("0002_second.sql"));

        assertThatThrownBy(() -> migrations().up()).hasMessageContaining("sallyport migrate down --steps 1");
        assertThatThrownBy(() -> migrations().requireCurrent()).hasMessageContaining("at step 2");
        migrations().down(1);

        assertThat(migrations().up()).isEmpty();
        assertThat(migrations().history()).hasSize(1);
    }

    @Test
    @Tag("DB14")
    void worksWithADatabaseThatIsNewerButBreaksNothing() throws IOException {
        migrations().up();
        Files.delete(folder.resolve("0002_second.sql"));

        assertThat(migrations().up()).isEmpty();
        migrations().requireCurrent();

        assertThat(migrations().history()).hasSize(2);
        assertThat(migrations().down(1)).extracting(MigrationStep::version).containsExactly(2);
    }

    @Test
    void refusesAFileAddedBelowAnAppliedOne() throws IOException {
        Files.move(folder.resolve("0002_second.sql"), folder.resolve("0003_second.sql"));
        migrations().up();
        write("0002_late.sql", FIRST.replace("one", "late"));

        assertThatThrownBy(() -> migrations().up()).hasMessageContaining("differ at 3");
    }

    @Test
    @Tag("DB10")
    void refusesToStartBehindWhenItMayNotMigrate() {
        assertThatThrownBy(() -> migrations().requireCurrent()).hasMessageContaining("2 step(s) behind");
        migrations().up();

        migrations().requireCurrent();
    }

    @Test
    @Tag("DB3")
    void refusesAFileWithoutADownPart() throws IOException {
        write("0003_oneway.sql", "create table x (id int);");

        assertThatThrownBy(this::migrations).hasMessageContaining("no down part");
    }

    @Test
    void instancesThatStartTogetherDoTheWorkOnce() throws InterruptedException, ExecutionException {
        Callable<List<MigrationStep>> up = () -> migrations().up();
        List<MigrationStep> done = new ArrayList<>();
        try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
            for (Future<List<MigrationStep>> result : instances.invokeAll(List.of(up, up, up, up))) {
                done.addAll(result.get());
            }
        }

        assertThat(done).extracting(MigrationStep::version).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    @Tag("DB3")
    void everyShippedStepGoesUpAndDownAndUpAgain() {
        Migrations shipped = new Migrations(db.address(), MigrationFiles.shipped());

        List<MigrationStep> up = shipped.up();
        shipped.downTo(0);

        assertThat(shipped.up()).hasSameSizeAs(up);
    }

    private Migrations migrations() {
        return new Migrations(db.address(), MigrationFiles.in(folder));
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }
}
