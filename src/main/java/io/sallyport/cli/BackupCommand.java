package io.sallyport.cli;

import io.sallyport.cli.Workbench.Schema;
import io.sallyport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `sallyport backup`: all rows into one file, and back.
@Command(
        name = "backup",
        description = "Write all rows into one file, or restore them.",
        mixinStandardHelpOptions = true)
final class BackupCommand {

    @Mixin
    private final GatewayOptions gateway;

    private final Workbench workbench;

    BackupCommand(Workbench workbench) {
        this.workbench = workbench;
        this.gateway = new GatewayOptions(workbench);
    }

    @Command(name = "write", description = "Write a new backup file.", mixinStandardHelpOptions = true)
    int write(@Parameters(paramLabel = "FILE", description = "File that does not exist yet.") Path file) {
        try (Schema schema = workbench.schema(gateway.place());
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            schema.backup().write(out);
            return done(file, "All rows are in " + file + ".");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Command(
            name = "restore",
            description = "Fill an empty database from a backup file.",
            mixinStandardHelpOptions = true)
    int restore(@Parameters(paramLabel = "FILE", description = "Backup of this or an older version.") Path file) {
        try (InputStream in = Files.newInputStream(file);
                Schema schema = workbench.schema(gateway.place())) {
            schema.backup().restore(in);
            return done(
                    file,
                    "All rows of " + file + " are restored. Keys that were revoked after the backup work again, and"
                            + " gateways that knew a newer state are not ready until `sallyport backup acknowledge`.");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Command(
            name = "acknowledge",
            description = "Tell the gateways that the database was restored from an older backup on purpose.",
            mixinStandardHelpOptions = true)
    int acknowledge() {
        return gateway.print(
                client -> client.post("/admin/api/database/acknowledge"),
                _ -> "The gateways are ready again within a second. Keys that were revoked after the backup may work"
                        + " again: look through `sallyport key list`.");
    }

    private int done(Path file, String words) {
        return gateway.print(Json.object().put("file", file.toString()).toJson(), () -> words);
    }
}
