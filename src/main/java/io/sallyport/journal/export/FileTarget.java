package io.sallyport.journal.export;

import io.sallyport.crypto.OwnerOnly;
import io.sallyport.journal.export.ExportSettings.LogFile;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/// Appends calls to a file, a line each; a full file becomes `.1`, that one `.2`, and so on.
///
/// Only its owner can read it, where the file system knows owners.
final class FileTarget implements ExportTarget {
    private final LogFile file;

    FileTarget(LogFile file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public void bring(List<Json> calls, Instant now) {
        byte[] lines = ExportTarget.lines(calls).getBytes(StandardCharsets.UTF_8);
        try {
            makeRoom();
            try (SeekableByteChannel channel =
                    Files.newByteChannel(file.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                append(channel, ByteBuffer.wrap(lines));
            }
        } catch (IOException e) {
            throw new ExportFailed("the file cannot be written", e);
        }
    }

    /// What a full disk cut off is taken back, so that the next try begins on a new line.
    static void append(SeekableByteChannel channel, ByteBuffer lines) throws IOException {
        long before = channel.size();
        try {
            while (lines.hasRemaining()) {
                channel.write(lines);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private void makeRoom() throws IOException {
        Path path = file.path().toAbsolutePath();
        if (Files.notExists(path)) {
            create(path);
        } else if (Files.size(path) >= file.largest()) {
            for (int number = file.kept(); number > 1; number--) {
                if (Files.exists(numbered(number - 1))) {
                    Files.move(numbered(number - 1), numbered(number), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
            create(path);
        }
    }

    private static void create(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.createFile(path, OwnerOnly.attributes());
    }

    private Path numbered(int number) {
        return file.path().resolveSibling(file.path().getFileName() + "." + number);
    }
}
