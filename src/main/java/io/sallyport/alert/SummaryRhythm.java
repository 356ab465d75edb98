package io.sallyport.alert;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/// How often people are told what was spent.
public enum SummaryRhythm {
    NEVER,
    DAY,
    /// From Monday to Sunday.
    WEEK,
    MONTH;

    /// The first day of the time that a day lies in.
    LocalDate begin(LocalDate day) {
        return switch (this) {
            case NEVER, DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }
}
