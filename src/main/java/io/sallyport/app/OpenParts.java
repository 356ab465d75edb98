package io.sallyport.app;

import java.util.ArrayDeque;
import java.util.Deque;

/// Parts that were opened, to be closed last first.
///
/// Threads: one owner.
final class OpenParts implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T closing(T part) {
        open.push(part);
        return part;
    }

    /// Errors: IllegalStateException when a part cannot be closed.
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the gateway could not be closed", e);
            }
        }
    }
}
