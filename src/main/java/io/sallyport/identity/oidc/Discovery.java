package io.sallyport.identity.oidc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metadata of the provider: read when first needed, again every hour, and kept while the provider is down.
///
/// A provider that fails is left alone for some seconds; meanwhile everybody gets the same answer at once.
/// Threads: blocks while the document is read; not for event loops.
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(5);

    private final Supplier<ProviderMetadata> source;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Known known;
    private Instant nextRead = Instant.MIN;
    private @Nullable SignInRefused lastFailure;

    /// @param source reads the document, or throws SignInRefused
    Discovery(Supplier<ProviderMetadata> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    private record Known(ProviderMetadata metadata, Instant readAt) {}

    /// Errors: SignInRefused PROVIDER when nothing is known.
    ProviderMetadata metadata() {
        Known before = known;
        if (before != null && before.readAt().isAfter(clock.instant().minus(FRESH))) {
            return before.metadata();
        }
        reading.lock();
        try {
            return Objects.equals(known, before) && !clock.instant().isBefore(nextRead) ? read() : knownOrFailure();
        } finally {
            reading.unlock();
        }
    }

    /// Reads the document now, unless the provider is left alone after a failure.
    ///
    /// Errors: SignInRefused PROVIDER when it cannot be read, also where an older one is still used.
    void refresh() {
        reading.lock();
        try {
            if (!clock.instant().isBefore(nextRead)) {
                read();
            }
            if (lastFailure != null) {
                throw lastFailure;
            }
        } finally {
            reading.unlock();
        }
    }

    private ProviderMetadata read() {
        Instant now = clock.instant();
        try {
            ProviderMetadata read = source.get();
            known = new Known(read, now);
            if (lastFailure != null) {
                LOG.info("oidc provider=reachable");
            }
            lastFailure = null;
            return read;
        } catch (SignInRefused e) {
            if (lastFailure == null) {
                LOG.warn("oidc provider=unusable cause={}", e.getMessage());
            }
            lastFailure = e;
            nextRead = now.plus(REST_AFTER_FAILURE);
            return knownOrFailure();
        }
    }

    private ProviderMetadata knownOrFailure() {
        Known last = known;
        if (last != null) {
            return last.metadata();
        }
        throw lastFailure != null ? lastFailure : new IllegalStateException("nothing was read and nothing failed");
    }
}
