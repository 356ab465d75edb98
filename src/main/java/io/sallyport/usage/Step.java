package io.sallyport.usage;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// How long one point of a series lasts. Weeks begin on Monday.
public enum Step {
    HOUR,
    DAY,
    WEEK,
    MONTH;

    /// The beginning of the step that a moment lies in.
    ZonedDateTime begin(ZonedDateTime moment) {
        LocalDate date = moment.toLocalDate();
        return switch (this) {
            // Truncating keeps the offset, so an hour that the clock shows twice stays two hours.
            case HOUR -> moment.truncatedTo(ChronoUnit.HOURS);
            case DAY -> date.atStartOfDay(moment.getZone());
            case WEEK ->
                date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay(moment.getZone());
            case MONTH -> date.withDayOfMonth(1).atStartOfDay(moment.getZone());
        };
    }

    /// The beginning of the following step. Days are those of the calendar: 23 to 25 hours.
    ZonedDateTime next(ZonedDateTime beginning) {
        return switch (this) {
            case HOUR -> beginning.plusHours(1);
            case DAY -> begin(beginning.plusDays(1));
            case WEEK -> begin(beginning.plusWeeks(1));
            case MONTH -> begin(beginning.plusMonths(1));
        };
    }

    /// What people call the step that begins at a moment.
    String label(ZonedDateTime beginning) {
        return switch (this) {
            case HOUR -> beginning.toOffsetDateTime().toString();
            case DAY, WEEK -> beginning.toLocalDate().toString();
            case MONTH -> beginning.toLocalDate().toString().substring(0, "2026-11".length());
        };
    }
}
