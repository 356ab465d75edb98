package io.sallyport.journal.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events on their way to OpenSearch, in files of a bounded folder, oldest first (security rule DD-16).
///
/// A file is written to its end, then read, then deleted when all of it has arrived. After a sudden end of the
/// process a file may be sent once more; every document is created under the id of its call, so nothing is
/// there twice. Threads: safe; every method waits for the disk.
final class Spool implements AutoCloseable {
    static final long SEGMENT = 8L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String ENDING = ".spool";
    private static final String FORM = "%012d" + ENDING;

    private final Path folder;
    private final long room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Sealed> sealed = new ArrayDeque<>();
    private @Nullable Open open;
    private long next = 1;
    private long bytes;
    private long events;
    private long damages;

    private Spool(Path folder, long room) {
        this.folder = folder;
        this.room = room;
    }

    /// A file that nobody writes any more.
    ///
    /// @param events whole records in it
    /// @param oldest time of its first call, since the epoch
    record Sealed(Path file, long size, long events, long oldest) {}

    /// What waits.
    ///
    /// @param oldest time of the oldest call that waits, since the epoch; empty when none does
    /// @param damages files with bytes in them that were no event
    record Depth(long events, long bytes, Optional<Long> oldest, long damages) {}

    /// Opens a folder and finds what an earlier process left in it.
    ///
    /// @param room bytes of all files together
    static Spool open(Path folder, long room) throws IOException {
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Events may hold what people wrote.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        Spool spool = new Spool(folder, room);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> left = files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
            for (Path file : left) {
                spool.take(file);
            }
        }
        return spool;
    }

    private void take(Path file) throws IOException {
        Segment.Found found = Segment.read(file);
        if (found.torn() > 0 || found.damaged() > 0) {
            damages++;
            LOG.warn(
                    "audit spool file={} events={} damaged_bytes={} torn_bytes={}",
                    file.getFileName(),
                    found.events().size(),
                    found.damaged(),
                    found.torn());
        }
        if (found.damaged() > 0) {
            setAside(file);
        }
        long oldest = found.events().isEmpty() ? 0 : found.events().getFirst().millis();
        long size = Files.size(file);
        sealed.add(new Sealed(file, size, found.events().size(), oldest));
        bytes += size;
        events += found.events().size();
        next = Math.max(next, number(file) + 1);
    }

    /// Keeps a copy of what may still tell somebody something.
    private void setAside(Path file) throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        Files.copy(file, damaged.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private static long number(Path file) {
        String digits = file.getFileName().toString().replace(ENDING, "");
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    /// Writes events and waits until the disk has them; one wait for all of them.
    ///
    /// Errors: SpoolFull when there is no room for all of them, then none is written; IOException when the disk
    /// refuses, then some may be.
    void append(List<SpooledEvent> group) throws IOException {
        lock.lock();
        try {
            long size = group.stream()
                    .mapToLong(event -> Segment.HEAD + (long) event.lines().length())
                    .sum();
            if (bytes + size > room) {
                throw new SpoolFull();
            }
            write(group, open == null ? begin() : open);
        } finally {
            lock.unlock();
        }
    }

    private void write(List<SpooledEvent> group, Open target) throws IOException {
        long bytesBefore = target.size;
        long eventsBefore = target.events;
        boolean isSound = false;
        try {
            target.append(group);
            isSound = true;
        } finally {
            bytes += target.size - bytesBefore;
            events += target.events - eventsBefore;
            // After a failure the end of the file is not to be trusted.
            if (!isSound || target.size >= SEGMENT) {
                seal();
            }
        }
    }

    private Open begin() throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, FORM, next++));
        Open made = new Open(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        open = made;
        return made;
    }

    /// The oldest file, which is to be settled before another is asked for; empty when nothing waits.
    Optional<Sealed> oldest() throws IOException {
        lock.lock();
        try {
            if (sealed.isEmpty()) {
                seal();
            }
            return Optional.ofNullable(sealed.peek());
        } finally {
            lock.unlock();
        }
    }

    private void seal() throws IOException {
        if (open != null) {
            Open ended = open;
            open = null;
            sealed.add(ended.seal());
        }
    }

    /// Everything in the oldest file has arrived.
    void settle(Sealed file) throws IOException {
        lock.lock();
        try {
            Files.deleteIfExists(file.file());
            sealed.remove(file);
            bytes -= file.size();
            events -= file.events();
        } finally {
            lock.unlock();
        }
    }

    Depth depth() {
        lock.lock();
        try {
            Optional<Long> oldest = sealed.stream()
                    .map(Sealed::oldest)
                    .findFirst()
                    .or(() -> Optional.ofNullable(open).map(writing -> writing.oldest));
            return new Depth(events, bytes, oldest, damages);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            seal();
        } finally {
            lock.unlock();
        }
    }

    /// There is no room for more.
    static final class SpoolFull extends IOException {
        private static final long serialVersionUID = 1L;

        SpoolFull() {
            super("the spool is full");
        }
    }

    /// The file that is being written.
    private static final class Open {
        private final Path file;
        private final FileChannel channel;
        private long size;
        private long events;
        private long oldest;

        Open(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        void append(List<SpooledEvent> group) throws IOException {
            for (SpooledEvent event : group) {
                ByteBuffer record = Segment.record(event);
                int length = record.remaining();
                while (record.hasRemaining()) {
                    channel.write(record);
                }
                oldest = events == 0 ? event.millis() : oldest;
                events++;
                size += length;
            }
            channel.force(false);
        }

        Sealed seal() throws IOException {
            channel.close();
            return new Sealed(file, size, events, oldest);
        }
    }
}
