package io.sallyport.usage;

import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One line of a provider's file, read by the names of its columns.
///
/// Errors: IllegalArgumentException with words for people when a value is missing or is not what it should be.
///
/// @param columns places of the columns, by name in lower case
record ExportLine(Map<String, Integer> columns, List<String> fields) {
    private static final int PICO_DIGITS = 12;
    /// Beyond it, a few characters could stand for gigabytes of digits.
    private static final int MOST_ZEROS = 30;
    private static final int DAY_LENGTH = "2026-11-21".length();
    private static final DateTimeFormatter AMERICAN = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);

    /// The first of these columns that the file has; empty when it has none, or nothing stands there.
    String text(String... names) {
        for (String name : names) {
            Integer place = columns.get(name);
            if (place != null) {
                return place < fields.size() ? fields.get(place).strip() : "";
            }
        }
        return "";
    }

    /// The day that a date or a moment lies in.
    LocalDate day(String... names) {
        String text = text(names);
        try {
            return text.contains("/")
                    ? LocalDate.parse(text.split(" ", 2)[0], AMERICAN)
                    : LocalDate.parse(text.substring(0, Math.min(DAY_LENGTH, text.length())));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a date", e);
        }
    }

    /// A count; nothing there counts as zero.
    long count(String... names) {
        return amount(names).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /// The sum of several columns of counts.
    long counts(String... names) {
        long sum = 0;
        for (String name : names) {
            sum = Math.addExact(sum, count(name));
        }
        return sum;
    }

    /// Dollars, rounded to the smallest amount we know.
    Optional<Money> dollars(String... names) {
        return text(names).isEmpty()
                ? Optional.empty()
                : Optional.of(Money.ofDollars(amount(names).setScale(PICO_DIGITS, RoundingMode.HALF_EVEN)));
    }

    BigDecimal amount(String... names) {
        String text = text(names);
        try {
            BigDecimal amount = text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
            if (Math.abs((long) amount.scale()) > MOST_ZEROS) {
                throw new IllegalArgumentException("'" + text + "' is not an amount");
            }
            return amount;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number", e);
        }
    }
}
