package io.sallyport.crypto;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.sallyport.crypto.TokenRefused.Reason;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The public keys of one issuer: read when first needed, again when a key is unknown, and now and then.
///
/// Asking again is limited, because anybody can make up a token with an unknown key id. Old keys stay in force
/// while the issuer cannot be reached.
/// Threads: blocks while the keys are read; not for event loops.
public final class IssuerKeys {
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofMinutes(30);

    private final Source source;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Instant.MIN);
    private Instant nextRead = Instant.MIN;
    private @Nullable RuntimeException lastFailure;

    public IssuerKeys(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /// Where the keys are published.
    @FunctionalInterface
    public interface Source {
        /// The JWKS document; throws whatever says that it cannot be read.
        String read();
    }

    private record Known(List<JWK> keys, Instant readAt) {}

    /// The keys that fit; asks the issuer when there are none, or when the known ones are old.
    ///
    /// Errors: what the source throws, when nothing is known yet; TokenRefused FORM when the document is none.
    List<JWK> fitting(Predicate<JWK> fits) {
        Known before = known;
        List<JWK> fitting = before.keys().stream().filter(fits).toList();
        boolean isFresh = before.readAt().isAfter(clock.instant().minus(FRESH));
        if (!fitting.isEmpty() && isFresh) {
            return fitting;
        }
        return readAgain(before).keys().stream().filter(fits).toList();
    }

    private Known readAgain(Known before) {
        reading.lock();
        try {
            if (!known.equals(before)) {
                return known;
            }
            if (clock.instant().isBefore(nextRead)) {
                return orLastFailure(before);
            }
            return read(before);
        } finally {
            reading.unlock();
        }
    }

    private Known read(Known before) {
        Instant now = clock.instant();
        try {
            Known read = new Known(parse(source.read()), now);
            known = read;
            lastFailure = null;
            nextRead = now.plus(REST);
            return read;
        } catch (RuntimeException e) {
            lastFailure = e;
            nextRead = now.plus(REST_AFTER_FAILURE);
            return orLastFailure(before);
        }
    }

    private Known orLastFailure(Known before) {
        if (before.keys().isEmpty() && lastFailure != null) {
            throw lastFailure;
        }
        return before;
    }

    private static List<JWK> parse(String document) {
        try {
            return JWKSet.parse(document).getKeys();
        } catch (ParseException e) {
            throw new TokenRefused(Reason.FORM, "the issuer's keys are no JWKS document");
        }
    }
}
