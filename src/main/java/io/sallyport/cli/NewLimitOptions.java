package io.sallyport.cli;

import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that describe a limit.
final class NewLimitOptions {
    /// What stays of a limit whose name or amount is changed.
    private static final List<String> KEPT = List.of(
            "scope",
            "subject",
            "backend_profile",
            "model",
            "metric",
            "window",
            "reset_day",
            "time_zone",
            "action",
            "unknown_cost",
            "warn_at",
            "alert_emails",
            "alert_webhooks",
            "alert_cooldown_seconds");

    @Option(names = "--id", paramLabel = "ID", description = "Changes name and amount of this limit.")
    private @Nullable String id;

    @Option(names = "--name", paramLabel = "NAME", description = "What people call it; else the metric.")
    private @Nullable String name;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "global, tenant, project, group, user, key, backend_profile, model, end_user, provider or"
                    + " backend.")
    private @Nullable String scope;

    @Option(names = "--subject", paramLabel = "ID", description = "The one it is for; else each has the same limit.")
    private @Nullable String subject;

    @Option(names = "--metric", paramLabel = "METRIC", description = "requests, tokens, cost or parallel.")
    private @Nullable String metric;

    @Option(
            names = "--amount",
            required = true,
            paramLabel = "AMOUNT",
            description = "Dollars where cost is counted, else a whole number.")
    private String amount = "";

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description = "minute, day, week, month, or such as 24h (month).")
    private @Nullable String window;

    /// The limit that is to be changed.
    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /// A new limit.
    Json body() {
        if (scope == null || metric == null) {
            throw CommandFailed.badUsage("A new limit needs --scope and --metric.");
        }
        JsonObject body = Json.object()
                .put("name", name == null ? metric : name)
                .put("scope", scope)
                .put("metric", metric)
                .put("amount", amount);
        if (subject != null) {
            body.put("subject", subject);
        }
        if (window != null) {
            body.put("window", window);
        }
        return body.toJson();
    }

    /// A limit with another amount, and another name when one is given.
    Json over(Json limit) {
        JsonObject body = Json.object()
                .put("name", name == null ? limit.get("name").text() : name)
                .put("amount", amount);
        for (String part : KEPT) {
            Json said = limit.get(part);
            boolean isEmpty = said.isNull() || (said.isText() && said.text().isEmpty());
            if (!isEmpty) {
                body.put(part, said);
            }
        }
        return body.toJson();
    }
}
