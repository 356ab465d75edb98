package io.sallyport.journal.audit;

import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// Events that OpenSearch will never take, kept in a file for people to look at, with the reason.
///
/// Threads: safe; waits for the disk.
final class DeadLetters {
    /// Bytes after which a new file is begun; the one before it is kept.
    private static final long LARGEST = 64L << 20;

    private final Path file;

    DeadLetters(Path folder) {
        this.file = folder.resolve("rejected.ndjson");
    }

    /// @param why word for the error, as OpenSearch names it
    synchronized void keep(SpooledEvent event, String why) throws IOException {
        if (Files.exists(file) && Files.size(file) > LARGEST) {
            Files.move(file, file.resolveSibling("rejected.1.ndjson"), StandardCopyOption.REPLACE_EXISTING);
        }
        String line = Json.object()
                .put("started_at", Instant.ofEpochMilli(event.millis()).toString())
                .put("why", why)
                .put("lines", event.lines().text())
                .toJson()
                .toString();
        Files.writeString(
                file, line + '\n', StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
