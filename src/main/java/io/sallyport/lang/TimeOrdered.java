package io.sallyport.lang;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Time-ordered ids (UUID version 7): unique, not secret.
///
/// Source: RFC 9562, section 5.7.
public final class TimeOrdered {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT_2 = 0x8000_0000_0000_0000L;
    private static final long RANDOM_A = 0x0FFFL;
    private static final long RANDOM_B = 0x3FFF_FFFF_FFFF_FFFFL;

    private TimeOrdered() {}

    /// @param millis milliseconds since the epoch
    public static UUID uuid(long millis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (millis << 16) | VERSION_7 | (random.nextLong() & RANDOM_A);
        long low = VARIANT_2 | (random.nextLong() & RANDOM_B);
        return new UUID(high, low);
    }
}
