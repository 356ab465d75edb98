package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RO8")
class HealthBoardTest {
    private final SettableClock clock = new SettableClock();
    private final HealthBoard board = new HealthBoard(clock, () -> HealthSettings.DEFAULT);

    @Test
    void restsAfterThreeFailuresInARow() {
        fail(2);
        assertThat(board.admits("a/m")).isTrue();

        fail(1);

        assertThat(board.admits("a/m")).isFalse();
        assertThat(board.failing().values())
                .extracting(HealthBoard.Health::failures)
                .containsExactly(3);
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        fail(2);
        board.succeeded("a/m");

        fail(2);

        assertThat(board.admits("a/m")).isTrue();
    }

    @Test
    @Tag("AP2")
    void forgetsABackendThatBecameAnotherOne() {
        fail(3);

        board.forget("a");

        assertThat(board.admits("a/m")).isTrue();
        assertThat(board.failing()).isEmpty();
    }

    @Test
    @Tag("E19")
    void letsOneProbeThroughAfterTheRest() {
        fail(3);
        clock.advance(Duration.ofMinutes(5));

        assertThat(board.admits("a/m")).isTrue();
        assertThat(board.admits("a/m")).isFalse();
    }

    @Test
    void restsAgainWhenTheProbeFails() {
        fail(3);
        clock.advance(Duration.ofMinutes(5));
        board.admits("a/m");

        fail(1);

        assertThat(board.admits("a/m")).isFalse();
    }

    @Test
    void wakesWhenTheProbeSucceeds() {
        fail(3);
        clock.advance(Duration.ofMinutes(5));
        board.admits("a/m");

        board.succeeded("a/m");

        assertThat(board.admits("a/m")).isTrue();
        assertThat(board.failing()).isEmpty();
    }

    @Test
    @Tag("E05")
    void restsForAsLongAsTheProviderAskedWithinBounds() {
        board.failed("a/m", "rate_limited", Duration.ofSeconds(999_999));
        clock.advance(Duration.ofSeconds(299));
        assertThat(board.admits("a/m")).isFalse();

        clock.advance(Duration.ofSeconds(1));

        assertThat(board.admits("a/m")).isTrue();
    }

    @Test
    @Tag("RO9")
    void triesUnreachableTargetsAgainOnceTheirBackendAnswers() {
        for (int i = 0; i < 3; i++) {
            board.failed("a/m", "upstream_connect_failed", Duration.ZERO);
            board.failed("b/m", "upstream_connect_failed", Duration.ZERO);
        }

        board.reachable("a");

        assertThat(board.admits("a/m")).isTrue();
        assertThat(board.admits("b/m")).isFalse();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            board.failed("a/m", "upstream_error", Duration.ZERO);
        }
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
