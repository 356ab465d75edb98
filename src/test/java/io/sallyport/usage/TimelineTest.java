package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("US12")
final class TimelineTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29, 23",
        "Europe/Berlin, 2026-10-25, 25",
        "Europe/Berlin, 2026-11-21, 24",
        "America/New_York, 2026-03-08, 23",
        "UTC, 2028-02-29, 24"
    })
    void dividesADayIntoTheHoursItHas(ZoneId zone, LocalDate day, int hours) {
        Instant from = day.atStartOfDay(zone).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();

        Timeline time = Timeline.of(from, to, Step.HOUR, zone);

        assertThat(time.beginnings()).hasSize(hours);
        assertThat(Timeline.of(from, to, Step.DAY, zone).beginnings()).hasSize(1);
    }

    @Test
    void tellsTheTwoHoursApartThatTheClockShowsTwice() {
        Timeline time = Timeline.of(
                Instant.parse("2026-10-25T00:00:00Z"), Instant.parse("2026-10-25T02:00:00Z"), Step.HOUR, BERLIN);

        assertThat(labels(time)).containsExactly("2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00");
    }

    @Test
    void countsALeapDay() {
        Timeline time = Timeline.of(
                Instant.parse("2028-02-28T00:00:00Z"),
                Instant.parse("2028-03-02T00:00:00Z"),
                Step.DAY,
                ZoneId.of("UTC"));

        assertThat(labels(time)).containsExactly("2028-02-28", "2028-02-29", "2028-03-01");
    }

    @Test
    void beginsADayWithItsFirstMomentWhereMidnightIsMissing() {
        ZoneId zone = ZoneId.of("Africa/Cairo");

        Timeline time = Timeline.of(
                Instant.parse("2026-04-23T12:00:00Z"), Instant.parse("2026-04-25T12:00:00Z"), Step.DAY, zone);

        assertThat(time.beginnings())
                .extracting(beginning -> beginning.toLocalTime().toString())
                .containsExactly("00:00", "01:00", "00:00");
    }

    @Test
    void beginsWeeksOnMondayAndMonthsOnTheFirst() {
        Instant from = Instant.parse("2026-10-29T10:00:00Z");
        Instant to = Instant.parse("2026-11-10T10:00:00Z");

        Timeline weeks = Timeline.of(from, to, Step.WEEK, BERLIN);
        Timeline months = Timeline.of(from, to, Step.MONTH, BERLIN);

        assertThat(labels(weeks)).containsExactly("2026-10-26", "2026-11-02", "2026-11-09");
        assertThat(labels(months)).containsExactly("2026-10", "2026-11");
    }

    @Test
    void leavesNoGap() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant to = from.plus(Duration.ofDays(366));
        for (Step step : Step.values()) {
            List<ZonedDateTime> beginnings = Timeline.of(from, to, step, BERLIN).beginnings();

            assertThat(IntStream.range(1, beginnings.size()))
                    .allMatch(i -> step.next(beginnings.get(i - 1)).isEqual(beginnings.get(i)));
            assertThat(step.next(beginnings.getLast()).toInstant()).isAfterOrEqualTo(to);
        }
    }

    private static List<String> labels(Timeline time) {
        return IntStream.range(0, time.beginnings().size())
                .mapToObj(time::label)
                .toList();
    }
}
