package io.sallyport.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Threads and open descriptors before a case, compared with those after it.
///
/// @param threads live platform threads
/// @param descriptors open files and sockets of this process
public record LeakGuard(int threads, long descriptors) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /// Counts now.
    public static LeakGuard now() {
        return new LeakGuard(ManagementFactory.getThreadMXBean().getThreadCount(), countDescriptors());
    }

    /// Waits until both counts are at most so many above this baseline.
    ///
    /// Errors: AssertionError when they are not in time.
    public void returns(Duration within, int slack) {
        long end = System.nanoTime() + within.toNanos();
        LeakGuard after = now();
        while (after.exceeds(this, slack)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("leaked: " + this + " became " + after);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            after = now();
        }
    }

    private boolean exceeds(LeakGuard before, int slack) {
        return threads > before.threads + slack || descriptors > before.descriptors + slack;
    }

    private static long countDescriptors() {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
