package io.sallyport.fleet.agent;

import io.sallyport.crypto.OwnerOnly;
import io.sallyport.crypto.SigningKey;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a node keeps its key and the private half of its key pair, a line each, readable for its owner only.
/// Nodes that enrolled before there were key pairs have the first line only.
final class KeyFile {
    private final Path file;

    KeyFile(Path folder, String host) {
        this.file = folder.resolve("node-" + host + ".key");
    }

    /// What is kept.
    record Kept(Secret key, Optional<SigningKey> signing) {}

    Optional<Kept> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readString(file).strip().lines().toList();
        Optional<SigningKey> signing = lines.size() < 2 ? Optional.empty() : SigningKey.read(Secret.of(lines.get(1)));
        return Optional.of(new Kept(Secret.of(lines.isEmpty() ? "" : lines.getFirst()), signing));
    }

    void write(Secret key, SigningKey signing) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, OwnerOnly.attributes());
        Files.writeString(file, key.reveal() + "\n" + signing.text().reveal() + "\n");
    }
}
