package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final long CAP = 1_000;
    private static final int MOST = 1_000;

    private final TestRedis redis = TestRedis.start();
    private final FaultProxy way = FaultProxy.before(redis.port());
    private final CounterWindow window = StoreContract.window(ID);
    private final RedisStore truth = store(redis.port());

    @AfterEach
    void closes() {
        truth.close();
        way.close();
        redis.close();
    }

    private static RedisStore store(int port) {
        return new RedisStore(TestRedis.addressAt(port), PATIENT, "one", Clock.systemUTC());
    }

    @Test
    void takesAllOfASliceOrNothingWhereverItsAnswerBreaksOff() {
        int broken = 0;
        boolean clean = false;
        for (int bytes = 1; !clean && bytes < MOST; bytes++) {
            way.fault(new FaultProxy.ResetAfter(bytes));
            long before = left();
            try (RedisStore store = store(way.port())) {
                store.connect();
                assertThat(store.take(window, CAP, 2)).isEqualTo(2);
                clean = true;
            } catch (StoreUnavailable e) {
                broken++;
            }

            // What was not answered may have been counted; but then all of it was.
            assertThat(before - left()).as("%s bytes", bytes).isIn(clean ? new Object[] {2L} : new Object[] {0L, 2L});
        }

        assertThat(clean).isTrue();
        assertThat(broken).isPositive();
    }

    /// What is below the cap now.
    private long left() {
        truth.connect();
        long left = truth.take(window, CAP, CAP);
        truth.giveBack(window, left);
        return left;
    }
}
