package io.sallyport.app;

import org.jspecify.annotations.Nullable;

/// The start of a gateway, which may wait long for its database, and which others can end.
///
/// Threads: safe.
final class GatewayStart {
    private @Nullable Thread starting;

    GatewayStart(Thread starting) {
        this.starting = starting;
    }

    /// Interrupts the start if it still goes on.
    synchronized void giveUp() {
        if (starting != null) {
            starting.interrupt();
        }
    }

    /// Says, in the thread that started, that the start is over: from now on nobody interrupts it.
    synchronized void over() {
        starting = null;
        Thread.interrupted();
    }
}
