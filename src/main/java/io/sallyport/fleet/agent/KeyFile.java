package io.sallyport.fleet.agent;

import io.sallyport.lang.OwnerOnly;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a node keeps its key, readable for its owner only.
final class KeyFile {
    private final Path file;

    KeyFile(Path folder, String host) {
        this.file = folder.resolve("node-" + host + ".key");
    }

    Optional<Secret> read() throws IOException {
        return Files.exists(file) ? Optional.of(Secret.of(Files.readString(file).strip())) : Optional.empty();
    }

    void write(Secret key) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, OwnerOnly.attributes());
        Files.writeString(file, key.reveal());
    }
}
