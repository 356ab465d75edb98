package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.limit.Limit.Coverage;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SliceTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:20Z");
    private final Slice slice = new Account(
                    LimitFixture.limit(Coverage.each(Scope.TENANT), Metric.TOKENS, Window.Fixed.MINUTE, 1_000),
                    "t",
                    (_, _, _) -> {},
                    NOON)
            .slice(NOON);

    @Test
    void saysWhatIsFreeOnceSomethingIsSetAside() {
        slice.granted(1, 100, BigInteger.valueOf(1_000));

        long rest = slice.reserve(30);

        assertThat(rest).isEqualTo(70).isEqualTo(slice.free());
    }

    @Test
    void setsNothingAsideOfWhatIsTooLittle() {
        slice.granted(1, 100, BigInteger.valueOf(1_000));

        assertThat(slice.reserve(101)).isEqualTo(Slice.TOO_LITTLE);
        assertThat(slice.free()).isEqualTo(100);
    }

    @Test
    void setsNothingAsideForTheLargestNeedWhenItIsOverdrawn() {
        slice.settle(0, 5);

        assertThat(slice.reserve(Long.MAX_VALUE)).isEqualTo(Slice.TOO_LITTLE);
    }

    @Test
    void holdsForItsBucketAndForAClockThatIsPutBackALittle() {
        assertThat(slice.isElsewhere(Instant.parse("2026-11-21T12:00:59.999Z"))).isFalse();
        assertThat(slice.isElsewhere(Instant.parse("2026-11-21T12:01:00Z"))).isTrue();
        assertThat(slice.isElsewhere(Instant.parse("2026-11-21T11:59:00Z"))).isFalse();
        assertThat(slice.isElsewhere(Instant.parse("2026-11-21T11:58:59Z"))).isTrue();
    }

    @Test
    void tellsTheSameInQuickNumbers() {
        slice.granted(1, 100, BigInteger.valueOf(1_000));
        slice.reserve(30);

        assertThat(slice.near()).isEqualTo(970);
        assertThat(slice.left()).isEqualTo(970);
    }

    @Test
    void tellsThatTooMuchIsLeftForQuickNumbers() {
        slice.granted(1, 100, BigInteger.valueOf(Long.MAX_VALUE));
        slice.granted(1, 0, BigInteger.valueOf(Long.MAX_VALUE));

        assertThat(slice.near()).isEqualTo(LimitNumbers.FAR);
        assertThat(slice.left()).isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.valueOf(100)));
    }
}
