package io.sallyport.fleet;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a registry in time: each second it looks who is silent, every few seconds it writes and reads signs of
/// life.
///
/// Threads: one of its own.
public final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Looks between two writes. A sign of life is elsewhere after two of these at most, well before it is
    /// stale.
    private static final int LOOKS = 5;

    private final NodeRegistry registry;
    private final Thread thread;

    private Pulse(NodeRegistry registry) {
        this.registry = registry;
        this.thread = Thread.ofVirtual().name("nodes").unstarted(this::run);
    }

    public static Pulse start(NodeRegistry registry) {
        Pulse pulse = new Pulse(registry);
        pulse.thread.start();
        return pulse;
    }

    private void run() {
        try {
            for (int look = 1; ; look++) {
                Thread.sleep(LOOK);
                beat(look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(int look) {
        try {
            if (look % LOOKS == 0) {
                registry.tick();
            } else {
                registry.look();
            }
        } catch (RuntimeException e) {
            // What was not written is heard again with the next heartbeats.
            LOG.debug("nodes written=false cause={}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
