package io.sallyport.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/// The time a limit holds for, derived from the clock alone: nothing is ever reset by writing zeros.
///
/// Use is counted in buckets. A calendar window is one bucket; a rolling window is many, of which those still
/// count that have not ended longer ago than the window is long. So a rolling window forgets a little late,
/// never too early.
///
/// Source: resolution C31.
public sealed interface Window {
    /// The bucket in which use at this moment is counted.
    Span bucket(Instant now);

    /// The start of the oldest bucket that counts at this moment.
    default Instant since(Instant now) {
        return bucket(now).start();
    }

    /// When what is used now counts no longer.
    default Instant resets(Instant now) {
        return bucket(now).end();
    }

    /// True for limits on how fast, not on how much.
    default boolean isRate() {
        return this instanceof Fixed;
    }

    /// A window of one length after the other since the epoch, for rates.
    record Fixed(Duration length) implements Window {
        /// One minute by the clock.
        public static final Fixed MINUTE = new Fixed(Duration.ofMinutes(1));

        /// No window: what is used is given back when a call ends.
        public static final Fixed NOW = new Fixed(Duration.ofDays(365_000));

        @Override
        public Span bucket(Instant now) {
            return aligned(now, length);
        }
    }

    /// The last so many hours or days.
    ///
    /// @param length one minute to 366 days
    record Rolling(Duration length) implements Window {
        private static final int BUCKETS = 60;
        private static final Duration SHORTEST = Duration.ofMinutes(1);
        private static final Duration LONGEST = Duration.ofDays(366);

        public Rolling {
            if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a rolling window is 1 minute to 366 days long");
            }
        }

        private Duration step() {
            return Duration.ofSeconds(Math.max(1, length.toSeconds() / BUCKETS));
        }

        @Override
        public Span bucket(Instant now) {
            return aligned(now, step());
        }

        @Override
        public Instant since(Instant now) {
            return bucket(now.minus(length)).start();
        }

        @Override
        public Instant resets(Instant now) {
            return bucket(now).end().plus(length);
        }
    }

    /// A day, a week or a month of a time zone.
    ///
    /// Days begin at the first moment of the date in the zone, so a day may have 23 or 25 hours.
    ///
    /// @param resetDay of a month: the day on which it begins, 1 to 31; a month without that day begins on its
    ///     last
    record Calendar(Unit unit, int resetDay, ZoneId zone) implements Window {

        /// How long a calendar window is.
        public enum Unit {
            DAY,
            /// From Monday on.
            WEEK,
            MONTH
        }

        public Calendar {
            if (resetDay < 1 || resetDay > 31) {
                throw new IllegalArgumentException("the day on which a month begins is 1 to 31");
            }
        }

        @Override
        public Span bucket(Instant now) {
            LocalDate today = ZonedDateTime.ofInstant(now, zone).toLocalDate();
            return switch (unit) {
                case DAY -> span(today, today.plusDays(1));
                case WEEK -> {
                    LocalDate monday = today.minusDays(today.getDayOfWeek().getValue() - 1L);
                    yield span(monday, monday.plusWeeks(1));
                }
                case MONTH -> {
                    YearMonth month = YearMonth.from(today);
                    YearMonth begun = today.isBefore(first(month)) ? month.minusMonths(1) : month;
                    yield span(first(begun), first(begun.plusMonths(1)));
                }
            };
        }

        private LocalDate first(YearMonth month) {
            return month.atDay(Math.min(resetDay, month.lengthOfMonth()));
        }

        private Span span(LocalDate from, LocalDate to) {
            return new Span(
                    from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
        }
    }

    private static Span aligned(Instant now, Duration length) {
        long seconds = length.toSeconds();
        long start = Math.floorDiv(now.truncatedTo(ChronoUnit.SECONDS).getEpochSecond(), seconds) * seconds;
        return new Span(Instant.ofEpochSecond(start), Instant.ofEpochSecond(start + seconds));
    }
}
