package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that describe a new key.
final class NewKeyOptions {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([mhd])");

    @Option(names = "--display-name", required = true, paramLabel = "NAME", description = "What people call the key.")
    private String displayName = "";

    @Option(names = "--principal-type", paramLabel = "TYPE", description = "Kind of its user, such as service.")
    private String principalType = "";

    @Option(names = "--principal-ref", paramLabel = "REF", description = "Its user in your own words.")
    private String principalRef = "";

    @Option(
            names = "--allowed-model",
            paramLabel = "MODEL",
            description = "A model or glob it may use, such as role/*; repeatable. Without: any.")
    private @Nullable List<String> models;

    @Option(
            names = "--allowed-operation",
            paramLabel = "OPERATION",
            description = "An operation it may use, such as chat; repeatable. Without: any.")
    private @Nullable List<String> operations;

    @Option(names = "--admin", description = "Lets it use the operators' API.")
    private boolean admin;

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "A time (2027-01-31T12:00:00Z), a day (2027-01-31) or a span from now (30d, 12h, 15m).")
    private @Nullable String expires;

    @Option(names = "--notes", paramLabel = "TEXT", description = "Anything operators should know.")
    private String notes = "";

    @Option(names = "--monthly-budget-cents", paramLabel = "CENTS", description = "What it may cost in a month.")
    private @Nullable Long budgetCents;

    @Option(names = "--monthly-token-limit", paramLabel = "TOKENS", description = "Tokens it may use in a month.")
    private @Nullable Long monthlyTokens;

    Json body(Clock clock) {
        JsonObject body = Json.object()
                .put("display_name", displayName)
                .put("principal_type", principalType)
                .put("principal_ref", principalRef)
                .put("admin", admin)
                .put("notes", notes);
        if (models != null) {
            body.put("allowed_models", array(models));
        }
        if (operations != null) {
            body.put("allowed_operations", array(operations));
        }
        if (expires != null) {
            body.put("expires_at", instant(expires, clock).toString());
        }
        JsonArray limits = limits();
        return limits.toJson().size() == 0
                ? body.toJson()
                : body.put("limits", limits).toJson();
    }

    private JsonArray limits() {
        JsonArray limits = Json.array();
        if (budgetCents != null) {
            limits.add(monthly("cost", BigDecimal.valueOf(budgetCents, 2).toPlainString()));
        }
        if (monthlyTokens != null) {
            limits.add(monthly("tokens", monthlyTokens.toString()));
        }
        return limits;
    }

    private static JsonObject monthly(String metric, String amount) {
        return Json.object().put("metric", metric).put("amount", amount).put("window", "month");
    }

    private static JsonArray array(List<String> names) {
        JsonArray array = Json.array();
        names.forEach(array::add);
        return array;
    }

    static Instant instant(String text, Clock clock) {
        Matcher span = SPAN.matcher(text);
        try {
            if (span.matches()) {
                return clock.instant()
                        .plus(span(Long.parseLong(span.group(1)), span.group(2).charAt(0)));
            }
            return text.indexOf('T') > 0
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw CommandFailed.badUsage("--expires takes a time, a day, or a span such as 30d.");
        }
    }

    private static Duration span(long count, char unit) {
        return switch (unit) {
            case 'd' -> Duration.ofDays(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
