package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.limit.Limit.Coverage;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AccountTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:20Z");
    private static final long AMOUNT = 100_000;
    /// A hundredth of the limit.
    private static final long LIKED = 1_000;

    @Test
    void asksForNoMoreOnceABusyInstanceGaveBackWhatItDidNotNeed() {
        Account account = filled(AMOUNT);
        Slice slice = account.slice(NOON);
        use(slice, 3);

        long spare = slice.spare(account.worthKeeping(slice));
        boolean wantsMore = account.wantsMore(slice, slice.reserve(3), 1);

        assertThat(spare).isEqualTo(LIKED - 3 - LIKED / 2);
        assertThat(wantsMore).isFalse();
    }

    @Test
    void keepsTwiceWhatItUsedLatelyWhenThatIsMore() {
        Account account = filled(AMOUNT);
        use(account.slice(NOON), 400);

        assertThat(account.worthKeeping(account.slice(NOON))).isEqualTo(800);
    }

    @Test
    void keepsNothingOfWhatItDidNotUseLately() {
        Account account = filled(AMOUNT);

        assertThat(account.worthKeeping(account.slice(NOON))).isZero();
    }

    @Test
    void keepsOnlyWhatItNeedsWhenLittleIsLeftForOthers() {
        Account account = filled(LIKED + 4 * LIKED - 1);
        use(account.slice(NOON), 3);

        assertThat(account.worthKeeping(account.slice(NOON))).isEqualTo(6);
    }

    private static void use(Slice slice, long amount) {
        slice.reserve(amount);
        slice.settle(amount, amount);
    }

    /// Holds what an instance likes to hold.
    ///
    /// @param left in the store before
    private static Account filled(long left) {
        Limit limit = LimitFixture.limit(Coverage.each(Scope.TENANT), Metric.TOKENS, Window.Fixed.MINUTE, AMOUNT);
        SliceSource store = (slice, _, most) -> slice.granted(1, most, BigInteger.valueOf(left));
        Account account = new Account(limit, "t", store, NOON);
        account.fill(NOON, 1, 1);
        return account;
    }
}
