package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.Await;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.TestRedis;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Redis breaks off a few bytes later each time, until a whole answer arrives: what it counts is never half
/// done.
@Tag("F27")
final class RedisNthFailureTest {
    private static final CounterId ID = CounterId.of("nth");
    private static final RedisSettings PATIENT =
            new RedisSettings(Optional.empty(), "nth:", RedisSettings.MOST_TIMEOUT);
    private static final long CAP = 10_000;
    private static final long SLICE = 2;
    private static final int MOST = 1_000;

    private final TestRedis redis = TestRedis.start();
    private final FaultProxy way = FaultProxy.before(redis.port());
    private final CounterWindow window = StoreContract.window(ID);

    @AfterEach
    void closes() {
        way.close();
        redis.close();
    }

    @Test
    void takesAllOfASliceOrNothingWhereverItsAnswerBreaksOff() {
        int broken = 0;
        boolean clean = false;
        for (int bytes = 1; !clean && bytes < MOST; bytes++) {
            way.fault(new FaultProxy.ResetAfter(bytes));
            long before = counted();
            clean = isTaken();
            broken += clean ? 0 : 1;

            // Only the one who asks is left: whatever was on its way has been done, or never will be.
            Await.until(() -> redis.command("INFO", "clients").contains("connected_clients:1"));
            // What was not answered may have been counted; but then all of it was.
            assertThat(counted() - before).as("%s bytes", bytes).isIn(clean ? SLICE : 0L, SLICE);
        }

        assertThat(clean).isTrue();
        assertThat(broken).isPositive();
    }

    /// Whether a slice was taken, and whoever took it heard of it.
    private boolean isTaken() {
        try (RedisStore store = new RedisStore(TestRedis.addressAt(way.port()), PATIENT, "one", Clock.systemUTC())) {
            store.connect();
            return store.take(window, CAP, SLICE) == SLICE;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    private long counted() {
        return redis.keys("nth:").stream()
                .map(key -> redis.command("GET", key).getLast())
                .mapToLong(Long::parseLong)
                .sum();
    }
}
