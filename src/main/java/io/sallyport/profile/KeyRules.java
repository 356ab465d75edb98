package io.sallyport.profile;

import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What people may choose for their keys of a backend profile.
///
/// @param defaultExpiryDays life of a key whose owner does not say, in days
/// @param enforceExpiry makes that also the longest life
/// @param maxKeysPerUser keys of one user that work at the same time; revoked and expired ones do not count
/// @param openwebuiHeaders lets owners trust the identity that Open WebUI names
public record KeyRules(
        Optional<Integer> defaultExpiryDays, boolean enforceExpiry, int maxKeysPerUser, boolean openwebuiHeaders) {
    /// What operators of the older gateway were used to.
    public static final int USUAL_KEYS = 5;

    /// Longest life of a key that can be set, in days.
    public static final int LONGEST_EXPIRY = 3650;

    /// Most keys per user that can be set.
    public static final int MOST_KEYS = 1000;

    /// The clock of a browser may be ahead of ours.
    private static final Duration LENIENCE = Duration.ofMinutes(1);

    public KeyRules {
        if (defaultExpiryDays.filter(days -> days < 1 || days > LONGEST_EXPIRY).isPresent()) {
            throw new IllegalArgumentException("default_expiry_days must be 1 to " + LONGEST_EXPIRY);
        }
        if (enforceExpiry && defaultExpiryDays.isEmpty()) {
            throw new IllegalArgumentException("enforce_expiry needs default_expiry_days");
        }
        if (maxKeysPerUser < 1 || maxKeysPerUser > MOST_KEYS) {
            throw new IllegalArgumentException("max_keys_per_user must be 1 to " + MOST_KEYS);
        }
    }

    /// When a key ends whose owner asks for this end, or for none.
    ///
    /// Errors: BadRequest `expiry_too_late` when that is later than what is enforced.
    public Optional<Instant> expiry(Optional<Instant> wanted, Instant now) {
        Optional<Instant> usual = defaultExpiryDays.map(days -> now.plus(Duration.ofDays(days)));
        if (wanted.isEmpty() || !enforceExpiry) {
            return wanted.or(() -> usual);
        }
        Instant latest = usual.orElseThrow();
        if (wanted.get().isAfter(latest.plus(LENIENCE))) {
            String message = "A key of this backend profile ends within " + defaultExpiryDays.get() + " days.";
            throw new BadRequest("expiry_too_late", message, "expires_at").asException();
        }
        return Optional.of(wanted.get().isAfter(latest) ? latest : wanted.get());
    }

    /// Errors: Conflict `key_limit_reached` when a user has as many keys as are allowed.
    ///
    /// @param working keys of the user for this backend profile that are neither revoked nor expired
    public void requireRoom(long working) {
        if (working >= maxKeysPerUser) {
            String message = "You have " + working + " of " + maxKeysPerUser
                    + " keys of this backend profile. Revoke one that you no longer need.";
            throw new Conflict("key_limit_reached", message).asException();
        }
    }
}
