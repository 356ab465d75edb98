package io.sallyport.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says where a gateway keeps its data.
final class DataFolder {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of database, secrets and first-run.json (~/.sallyport).")
    private @Nullable Path data;

    Path folder() {
        return data == null ? Path.of(System.getProperty("user.home"), ".sallyport") : data.toAbsolutePath();
    }
}
