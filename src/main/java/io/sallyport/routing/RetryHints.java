package io.sallyport.routing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// When a backend that refused may be asked again, as the head of its answer says.
///
/// `retry-after-ms` counts before `retry-after`, that before what the body says, and that before the limits
/// that vendors describe: then the last reset of one that is used up.
/// Source: RFC 9110, section 10.2.3; OpenAI documentation, rate limits, headers; Anthropic documentation, rate
/// limits, response headers; Groq documentation, rate limits.
///
/// @param head first value of a header
record RetryHints(Function<String, Optional<String>> head, Instant now) {
    private static final int LONGEST = 40;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|[hms])");

    /// Names of limits with a time to wait, for example `6m0s`, or seconds.
    private static final List<String> SPANS = List.of("requests", "tokens");

    /// Names of limits with a time of day.
    private static final List<String> TIMES = List.of("requests", "tokens", "input-tokens", "output-tokens");

    /// @param said in the body; empty when it says nothing
    /// @return empty when nothing says it, or nothing that can be read
    Optional<Duration> wait(Optional<Duration> said) {
        return header("retry-after-ms")
                .flatMap(text -> number(text, 1))
                .or(() -> header("retry-after").flatMap(this::retryAfter))
                .or(() -> said)
                .or(this::lastReset);
    }

    private Optional<String> header(String name) {
        return head.apply(name).map(String::strip).filter(text -> text.length() <= LONGEST);
    }

    private static Optional<Duration> number(String text, long millis) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal length = new BigDecimal(text).multiply(BigDecimal.valueOf(millis));
        return Optional.of(
                Duration.ofMillis(length.setScale(0, RoundingMode.CEILING).longValue()));
    }

    private Optional<Duration> retryAfter(String text) {
        return number(text, 1_000).or(() -> {
            try {
                return Optional.of(until(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    private Duration until(Instant then) {
        Duration left = Duration.between(now, then);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Optional<Duration> lastReset() {
        Stream<Duration> spans = SPANS.stream()
                .filter(limit -> isUsedUp("x-ratelimit-remaining-" + limit))
                .flatMap(limit -> header("x-ratelimit-reset-" + limit).flatMap(RetryHints::span).stream());
        Stream<Duration> times = TIMES.stream()
                .map(limit -> "anthropic-ratelimit-" + limit)
                .filter(limit -> isUsedUp(limit + "-remaining"))
                .flatMap(limit -> header(limit + "-reset").flatMap(this::time).stream());
        return Stream.concat(spans, times).max(Comparator.naturalOrder());
    }

    private boolean isUsedUp(String name) {
        return header(name).filter(text -> text.equals("0")).isPresent();
    }

    private static Optional<Duration> span(String text) {
        Matcher part = SPAN.matcher(text);
        Duration whole = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            whole = whole.plus(number(part.group(1), millis(part.group(2))).orElse(Duration.ZERO));
            end = part.end();
        }
        return end == text.length() && end > 0 ? Optional.of(whole) : number(text, 1_000);
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1_000;
            default -> 1;
        };
    }

    private Optional<Duration> time(String text) {
        try {
            return Optional.of(until(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
