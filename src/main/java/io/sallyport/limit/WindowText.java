package io.sallyport.limit;

import io.sallyport.limit.Window.Calendar;
import io.sallyport.limit.Window.Rolling;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Windows as people write them: `minute`, `day`, `week`, `month`, or the length of a rolling one such as
/// `90m`, `24h` or `30d`.
///
/// Other gateways' words are understood too: `calendar_month`, `weekly`, `rolling_30d`.
public final class WindowText {
    private static final Pattern LENGTH = Pattern.compile("(?:rolling[_ ])?(\\d{1,6})(m|h|d)");
    private static final Map<String, Calendar.Unit> UNITS = Map.of(
            "day", Calendar.Unit.DAY,
            "daily", Calendar.Unit.DAY,
            "week", Calendar.Unit.WEEK,
            "weekly", Calendar.Unit.WEEK,
            "month", Calendar.Unit.MONTH,
            "monthly", Calendar.Unit.MONTH,
            "calendar_month", Calendar.Unit.MONTH);
    private static final long MINUTES_PER_HOUR = 60;
    private static final long MINUTES_PER_DAY = 1440;

    private WindowText() {}

    /// Reads a window.
    ///
    /// Errors: IllegalArgumentException, in words for whoever wrote it.
    ///
    /// @param resetDay on which a month begins
    /// @param zone whose days, weeks and months are meant
    public static Window read(String text, int resetDay, ZoneId zone) {
        if (text.equals("minute")) {
            return Window.Fixed.MINUTE;
        }
        Calendar.Unit unit = UNITS.get(text);
        if (unit != null) {
            return new Calendar(unit, unit == Calendar.Unit.MONTH ? resetDay : 1, zone);
        }
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw new IllegalArgumentException("must be minute, day, week, month, or a length such as 90m, 24h or 30d");
        }
        long count = Long.parseLong(length.group(1));
        return new Rolling(
                switch (length.group(2)) {
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /// The word of a window; empty for parallel calls, which have none.
    public static String of(Window window) {
        return switch (window) {
            case Window.Fixed fixed -> fixed.equals(Window.Fixed.MINUTE) ? "minute" : "";
            case Calendar calendar -> calendar.unit().name().toLowerCase(Locale.ROOT);
            case Rolling rolling -> length(rolling.length().toMinutes());
        };
    }

    private static String length(long minutes) {
        if (minutes % MINUTES_PER_DAY == 0) {
            return minutes / MINUTES_PER_DAY + "d";
        }
        return minutes % MINUTES_PER_HOUR == 0 ? minutes / MINUTES_PER_HOUR + "h" : minutes + "m";
    }

    /// On which day its months begin.
    public static int resetDay(Window window) {
        return window instanceof Calendar calendar ? calendar.resetDay() : 1;
    }

    /// Whose days it means.
    public static ZoneId zone(Window window) {
        return window instanceof Calendar calendar ? calendar.zone() : ZoneOffset.UTC;
    }
}
