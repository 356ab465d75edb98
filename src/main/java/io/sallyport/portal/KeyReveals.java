package io.sallyport.portal;

import io.sallyport.door.JsonCall;
import io.sallyport.key.PersonalKey;
import io.sallyport.key.PersonalKeys;
import io.sallyport.lang.Refusal.NotAllowed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows owners the texts of their keys again, and leaves a line in the log each time.
final class KeyReveals {
    private static final Logger LOG = LoggerFactory.getLogger(KeyReveals.class);

    /// How fresh a sign-in must be to see a key again (security decision DD-07).
    private static final Duration FRESH = Duration.ofMinutes(15);

    private final PersonalKeys keys;
    private final Clock clock;

    KeyReveals(PersonalKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// Says whether the caller signed in so lately that they may see keys.
    boolean isFresh(JsonCall call) {
        Instant latest = clock.instant().minus(FRESH);
        return call.principal().signedInAt().filter(at -> !at.isBefore(latest)).isPresent();
    }

    /// The text of a key, in the clear.
    ///
    /// Errors: NotAllowed `sign_in_again`; NotFound `not_revealable` when the text was not kept.
    ///
    /// @param key of the caller
    String reveal(JsonCall call, PersonalKey key) {
        if (!isFresh(call)) {
            throw new NotAllowed("sign_in_again", "Sign in again to see a key: your sign-in is older than 15 minutes.")
                    .asException();
        }
        String text = keys.reveal(key.owner(), key.id()).reveal();
        LOG.atInfo()
                .addKeyValue("user", call.principal().name())
                .addKeyValue("key", key.id())
                .log("key_revealed");
        return text;
    }
}
