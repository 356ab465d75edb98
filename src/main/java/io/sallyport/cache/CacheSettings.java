package io.sallyport.cache;

import io.sallyport.identity.AllowList;
import io.sallyport.lang.Sharing;
import java.time.Duration;

/// Which answers are kept to be given again, and for how long.
///
/// @param enabled whether anything is kept at all
/// @param models names whose answers are kept
/// @param sharing who is given the answers of whom
/// @param life how long an answer is given again
/// @param maxAnswerSize bytes of the largest answer that is kept
/// @param memory bytes of answers that one instance holds in memory
/// @param shared whether answers are also kept in the database, sealed, for all instances
public record CacheSettings(
        boolean enabled,
        AllowList models,
        Sharing sharing,
        Duration life,
        int maxAnswerSize,
        int memory,
        boolean shared) {
    /// Off; once switched on, an answer lives an hour in its tenant.
    public static final CacheSettings DEFAULT = new CacheSettings(
            false, AllowList.anything(), Sharing.TENANT, Duration.ofHours(1), 1 << 20, 64 << 20, true);

    /// The same, but nothing is kept.
    public CacheSettings off() {
        return new CacheSettings(false, models, sharing, life, maxAnswerSize, memory, shared);
    }
}
