package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lang.Secret;
import io.sallyport.testkit.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

@Tag("DB15")
class BackupCommandTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private final TestDatabase source = TestDatabase.migrated();
    private final TestDatabase empty = TestDatabase.empty();
    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        source.close();
        empty.close();
    }

    @Test
    void bringsEveryRowIntoAnEmptyDatabase() {
        source.execute("insert into tenant (id, name) values ('acme', 'Acme')");
        Path file = folder.resolve("all.zip");

        int written = run(source, "write", file.toString());
        int restored = run(empty, "restore", file.toString());

        assertThat(written).isZero();
        assertThat(restored).isZero();
        assertThat(empty.rows("select name from tenant where id = 'acme'").toString())
                .contains("Acme");
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("old.zip"), "precious");

        int exit = run(source, "write", file.toString());

        assertThat(exit).isNotZero();
        assertThat(Files.readString(file)).isEqualTo("precious");
    }

    private int run(TestDatabase database, String... arguments) {
        FakeWorkbench workbench = new FakeWorkbench(NOWHERE, Secret.of("x"), database.address(), Clock.systemUTC());
        CommandLine root = new CommandLine(CommandSpec.create().name("sallyport"));
        OperatorCommands.addTo(root, workbench);
        String[] all = new String[arguments.length + 1];
        all[0] = "backup";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return root.setOut(new PrintWriter(said)).setErr(new PrintWriter(said)).execute(all);
    }
}
