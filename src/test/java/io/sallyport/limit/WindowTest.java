package io.sallyport.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.limit.Window.Calendar;
import io.sallyport.limit.Window.Calendar.Unit;
import io.sallyport.limit.Window.Rolling;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("C31")
class WindowTest {
    private static final long FROM = Instant.parse("2019-12-30T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2031-01-02T00:00:00Z").getEpochSecond();

    /// Zones with changes at midnight, half hours, a skipped day, no changes.
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Santiago",
            "Asia/Beirut",
            "Pacific/Apia",
            "Asia/Kathmandu");

    static List<Window> windows() {
        List<Window> windows = new ArrayList<>(List.of(
                Window.Fixed.MINUTE,
                new Rolling(Duration.ofMinutes(1)),
                new Rolling(Duration.ofHours(5)),
                new Rolling(Duration.ofDays(30)),
                new Rolling(Duration.ofDays(366))));
        for (String zone : ZONES) {
            for (Unit unit : Unit.values()) {
                windows.add(new Calendar(unit, 1, ZoneId.of(zone)));
            }
            windows.add(new Calendar(Unit.MONTH, 31, ZoneId.of(zone)));
            windows.add(new Calendar(Unit.MONTH, 29, ZoneId.of(zone)));
        }
        return windows;
    }

    @ParameterizedTest
    @MethodSource("windows")
    void tilesAllTimeWithoutGapOrOverlap(Window window) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(window.hashCode());
        for (int i = 0; i < 2_000; i++) {
            Instant now = Instant.ofEpochSecond(random.nextLong(FROM, TO), random.nextInt(1_000_000_000));

            Span bucket = window.bucket(now);

            assertThat(bucket.holds(now)).isTrue();
            assertThat(window.bucket(bucket.start())).isEqualTo(bucket);
            assertThat(window.bucket(bucket.end().minusNanos(1))).isEqualTo(bucket);
            assertThat(window.bucket(bucket.end()).start()).isEqualTo(bucket.end());
            assertThat(window.bucket(bucket.start().minusNanos(1)).end()).isEqualTo(bucket.start());
        }
    }

    @ParameterizedTest
    @MethodSource("windows")
    void forgetsLateRatherThanEarly(Window window) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(window.hashCode());
        for (int i = 0; i < 500; i++) {
            Instant now = Instant.ofEpochSecond(random.nextLong(FROM, TO));

            Instant resets = window.resets(now);

            assertThat(resets).isAfter(now);
            assertThat(window.since(resets)).isAfterOrEqualTo(window.bucket(now).end());
            assertThat(window.since(resets.minusMillis(1)))
                    .isBeforeOrEqualTo(window.bucket(now).start());
            if (window instanceof Rolling rolling) {
                assertThat(window.since(now)).isBeforeOrEqualTo(now.minus(rolling.length()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 31, 2024-02-29, 2024-03-31",
        "2024-02-28, 31, 2024-01-31, 2024-02-29",
        "2025-02-28, 31, 2025-02-28, 2025-03-31",
        "2025-02-27, 29, 2025-01-29, 2025-02-28",
        "2025-03-01, 15, 2025-02-15, 2025-03-15",
        "2025-12-31, 1, 2025-12-01, 2026-01-01",
        "2026-01-01, 2, 2025-12-02, 2026-01-02"
    })
    void beginsAMonthOnItsResetDay(LocalDate day, int resetDay, LocalDate from, LocalDate to) {
        Calendar month = new Calendar(Unit.MONTH, resetDay, ZoneOffset.UTC);

        Span bucket = month.bucket(day.atTime(12, 0).toInstant(ZoneOffset.UTC));

        assertThat(bucket)
                .isEqualTo(new Span(
                        from.atStartOfDay().toInstant(ZoneOffset.UTC),
                        to.atStartOfDay().toInstant(ZoneOffset.UTC)));
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29, 23", "2026-10-25, 25", "2026-06-01, 24"})
    void givesADayTheHoursItHas(LocalDate day, long hours) {
        Calendar days = new Calendar(Unit.DAY, 1, ZoneId.of("Europe/Berlin"));

        Span bucket = days.bucket(day.atTime(12, 0).toInstant(ZoneOffset.UTC));

        assertThat(Duration.between(bucket.start(), bucket.end()).toHours()).isEqualTo(hours);
    }

    @Test
    void beginsAWeekOnMonday() {
        Calendar week = new Calendar(Unit.WEEK, 1, ZoneOffset.UTC);

        assertThat(week.bucket(Instant.parse("2026-11-22T23:59:59Z")))
                .isEqualTo(new Span(Instant.parse("2026-11-16T00:00:00Z"), Instant.parse("2026-11-23T00:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "minute, minute",
        "day, day",
        "weekly, week",
        "calendar_month, month",
        "rolling_30d, 30d",
        "rolling 5h, 5h",
        "90m, 90m",
        "120m, 2h",
        "24h, 1d"
    })
    void readsTheWordsPeopleKnow(String text, String word) {
        assertThat(WindowText.of(WindowText.read(text, 1, ZoneOffset.UTC))).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({"year", "0d", "367d", "-1h", "5", "1.5h", "rolling"})
    void refusesOtherWords(String text) {
        assertThatThrownBy(() -> WindowText.read(text, 1, ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
    }
}
