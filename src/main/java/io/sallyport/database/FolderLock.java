package io.sallyport.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The right of one gateway to a data folder. The kernel takes it back when the process ends, however it ends.
final class FolderLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path file = folder.resolve("database.lock");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                String owner = Files.readString(file).trim();
                channel.close();
                throw inUse(folder, owner);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new FolderLock(file, channel);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The data folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The lock " + file + " cannot be given back: " + e.getMessage(), e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Reading the file now would end our own lock: the kernel drops all locks of a process on a closed file.
            throw new EmbeddedPostgresException("The data folder is in use by this gateway already.", e);
        }
    }

    private static EmbeddedPostgresException inUse(Path folder, String owner) {
        return new EmbeddedPostgresException("The data folder " + folder + " is in use by another gateway (process "
                + owner + "). Wait if it is starting; else stop it, or give this one a folder of its own.");
    }
}
