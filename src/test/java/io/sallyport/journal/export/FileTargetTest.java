package io.sallyport.journal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.journal.export.ExportSettings.LogFile;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTargetTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void writesALineForEachCallThatOnlyItsOwnerReads() throws IOException {
        Path path = folder.resolve("deep/calls.ndjson");
        FileTarget target = new FileTarget(new LogFile(path, 1_000, 2));

        target.bring(List.of(call("a"), call("b")), NOW);
        target.bring(List.of(call("c")), NOW);

        assertThat(Files.readAllLines(path)).containsExactly("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"c\"}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("BOUND")
    void keepsSoManyFullFilesAndNoMore() throws IOException {
        Path path = folder.resolve("calls.ndjson");
        FileTarget target = new FileTarget(new LogFile(path, 1, 2));

        for (String id : List.of("a", "b", "c", "d")) {
            target.bring(List.of(call(id)), NOW);
        }

        assertThat(Files.readString(path)).contains("d");
        assertThat(Files.readString(folder.resolve("calls.ndjson.1"))).contains("c");
        assertThat(Files.readString(folder.resolve("calls.ndjson.2"))).contains("b");
        assertThat(Files.exists(folder.resolve("calls.ndjson.3"))).isFalse();
    }

    @Test
    void saysThatTheFileCannotBeWritten() {
        FileTarget target = new FileTarget(new LogFile(folder, 1_000_000, 1));

        assertThatThrownBy(() -> target.bring(List.of(call("a")), NOW)).isInstanceOf(ExportFailed.class);
    }

    @Test
    void takesBackWhatAFullDiskCutOff() throws IOException {
        Path path = folder.resolve("calls.ndjson");
        Files.writeString(path, "{}\n");

        try (FullDisk disk = new FullDisk(Files.newByteChannel(path, StandardOpenOption.APPEND))) {
            assertThatThrownBy(() -> FileTarget.append(disk, ByteBuffer.wrap(new byte[100])))
                    .hasMessage("no space left");
        }

        assertThat(Files.readString(path)).isEqualTo("{}\n");
    }

    /// Takes one byte and no more.
    private record FullDisk(SeekableByteChannel file) implements SeekableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (bytes.position() > 0) {
                throw new IOException("no space left");
            }
            return file.write(ByteBuffer.wrap(new byte[] {bytes.get()}));
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return file.read(bytes);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long place) throws IOException {
            return file.position(place);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            return file.truncate(size);
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static Json call(String id) {
        return Json.object().put("id", id).toJson();
    }
}
