package io.sallyport.report;

import io.sallyport.door.JsonCall;
import io.sallyport.lang.Refusal.BadRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/// The time that a report is about, in the days of a time zone.
///
/// @param to excluded
record Period(Instant from, Instant to, ZoneId zone) {
    /// Longest time of one report.
    static final int MOST_DAYS = 180;

    private static final int USUAL_DAYS = 30;
    private static final int DAY_LENGTH = "2026-11-21".length();

    /// What a call asks for: `start` and `end`, or a `period` by its word, in the days of `timezone`; the last 30 days
    /// when it asks for nothing.
    ///
    /// Errors: BadRequest when it is empty, longer than 180 days or cannot be read.
    ///
    /// @param usual zone of a call that names none
    static Period of(JsonCall call, ZoneId usual, Clock clock) {
        ZoneId zone = call.query("timezone", Period::zone).orElse(usual);
        Instant now = clock.instant();
        LocalDate today = now.atZone(zone).toLocalDate();
        Optional<Instant> start = call.query("start", text -> moment(text, zone, 0));
        Optional<Instant> end = call.query("end", text -> moment(text, zone, 1));
        if (start.isEmpty() && end.isEmpty()) {
            return call.query("period", word -> named(word, today, now, zone))
                    .orElseGet(() -> lastDays(USUAL_DAYS, today, now, zone));
        }
        Instant to = end.orElse(now);
        Instant from =
                start.orElseGet(() -> to.atZone(zone).minusDays(USUAL_DAYS).toInstant());
        return new Period(from, to, zone).checked();
    }

    /// The same length of time, just before.
    Period before() {
        return new Period(from.minus(Duration.between(from, to)), from, zone);
    }

    private Period checked() {
        if (!from.isBefore(to)) {
            throw new BadRequest("invalid_value", "The start must be before the end.", "start").asException();
        }
        if (from.atZone(zone).plusDays(MOST_DAYS).toInstant().isBefore(to)) {
            throw new BadRequest("period_too_long", "A report is about " + MOST_DAYS + " days at most.", "start")
                    .asException();
        }
        return this;
    }

    private static Period named(String word, LocalDate today, Instant now, ZoneId zone) {
        LocalDate month = today.withDayOfMonth(1);
        return switch (word) {
            case "today" -> lastDays(1, today, now, zone);
            case "yesterday" -> days(today.minusDays(1), today, zone);
            case "7d" -> lastDays(7, today, now, zone);
            case "30d" -> lastDays(USUAL_DAYS, today, now, zone);
            case "90d" -> lastDays(90, today, now, zone);
            case "month" -> new Period(begin(month, zone), now, zone);
            case "last_month" -> days(month.minusMonths(1), month, zone);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Period lastDays(int days, LocalDate today, Instant now, ZoneId zone) {
        return new Period(begin(today.minusDays(days - 1L), zone), now, zone);
    }

    private static Period days(LocalDate first, LocalDate end, ZoneId zone) {
        return new Period(begin(first, zone), begin(end, zone), zone);
    }

    private static Instant begin(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /// A moment with its offset, or a day of the zone.
    ///
    /// @param daysLater of the day that is named: 0 for its beginning, 1 for its end
    private static Instant moment(String text, ZoneId zone, int daysLater) {
        try {
            return text.length() == DAY_LENGTH
                    ? begin(LocalDate.parse(text).plusDays(daysLater), zone)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
