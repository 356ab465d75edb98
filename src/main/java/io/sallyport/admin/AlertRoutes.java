package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.alert.Alert;
import io.sallyport.alert.AlertAttempt;
import io.sallyport.alert.AlertFilter;
import io.sallyport.alert.AlertFilter.Outcome;
import io.sallyport.alert.AlertLevel;
import io.sallyport.alert.AlertRules;
import io.sallyport.alert.Alerts;
import io.sallyport.alert.RaisedAlert;
import io.sallyport.alert.TestAlerts;
import io.sallyport.alert.Way;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.TenantId;
import io.sallyport.mail.MailAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/// Alerts for operators: what was said to whom, how that went, and whether it would arrive now.
public final class AlertRoutes {
    private static final String HOME = "/admin/api/alerts";
    private static final int SHOWN = 4;
    private static final int SHORTEST_TO_SHOW = 16;

    private final Alerts alerts;
    private final TestAlerts tests;
    private final Supplier<AlertRules> usual;
    private final TrialGate trials;

    /// @param usual whoever is told when a test names nobody
    public AlertRoutes(Alerts alerts, TestAlerts tests, Supplier<AlertRules> usual, TrialGate trials) {
        this.alerts = alerts;
        this.tests = tests;
        this.usual = usual;
        this.trials = trials;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        OPERATE, HOME, "List alerts and every attempt to tell somebody", AlertPage.class, this::page),
                JsonRoute.taking(
                        OPERATE,
                        AlertTest.class,
                        "POST " + HOME + "/test",
                        "Send a test alert now and say how it went",
                        AlertTestResult.class,
                        this::test));
    }

    private AlertPage page(JsonCall call) {
        AlertFilter filter = new AlertFilter(
                call.query("kind", word -> word(Alert.Kind.class, word)),
                call.query("level", word -> word(AlertLevel.class, word)),
                call.query("limit_id"),
                call.query("tenant", TenantId::new),
                call.query("outcome", word -> word(Outcome.class, word)));
        Alerts.Page page = alerts.list(filter, call.query("cursor", UUID::fromString), call.limit());
        return new AlertPage(page.alerts().stream().map(AlertRoutes::view).toList(), page.next());
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private AlertTestResult test(JsonCall call, AlertTest asked) {
        boolean named = asked.emails().isPresent() || asked.webhooks().isPresent();
        List<MailAddress> emails = named
                ? read(asked.emails(), MailAddress::new, "emails")
                : usual.get().emails();
        List<URI> webhooks = named
                ? read(asked.webhooks(), AlertRoutes::address, "webhooks")
                : usual.get().webhooks();
        if (emails.isEmpty() && webhooks.isEmpty()) {
            throw new BadRequest("nobody_to_tell", "Name an e-mail address or a webhook; the settings name none.")
                    .asException();
        }
        trials.enter();
        List<AlertAttempt> attempts = tests.send(call.principal().name(), emails, webhooks);
        return new AlertTestResult(
                attempts.stream().allMatch(AlertAttempt::isSuccess),
                attempts.stream().map(AlertRoutes::view).toList());
    }

    private static <T> List<T> read(Optional<List<String>> texts, Function<String, T> reading, String field) {
        try {
            return texts.orElse(List.of()).stream().map(reading).toList();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_value", "This is no address that alerts can go to.", field).asException();
        }
    }

    private static URI address(String text) {
        return Kind.HTTP_URL.parse().apply(text);
    }

    private static AlertView view(RaisedAlert raised) {
        Alert alert = raised.alert();
        return new AlertView(
                alert.id(),
                alert.at(),
                alert.topic().kind(),
                alert.level(),
                alert.title(),
                alert.topic().cause(),
                alert.topic().subject(),
                alert.topic().tenant(),
                alert.facts(),
                alert.payload(),
                raised.attempts().stream().map(AlertRoutes::view).toList(),
                raised.pending().stream()
                        .map(waiting ->
                                new PendingView(waiting.way(), shown(waiting.way(), waiting.target()), waiting.dueAt()))
                        .toList());
    }

    private static AttemptView view(AlertAttempt attempt) {
        return new AttemptView(
                attempt.at(),
                attempt.way(),
                shown(attempt.way(), attempt.target()),
                attempt.attempt(),
                attempt.isSuccess(),
                attempt.error());
    }

    /// The path of a webhook is often all that keeps strangers out, so little of it is shown.
    private static String shown(Way way, String target) {
        if (way == Way.EMAIL) {
            return target;
        }
        URI address = URI.create(target);
        String path = Optional.ofNullable(address.getRawPath()).orElse("");
        return address.getScheme() + "://" + address.getRawAuthority()
                + (path.length() < SHORTEST_TO_SHOW ? "/..." : "/..." + path.substring(path.length() - SHOWN));
    }

    /// Some alerts, and the value of `cursor` for the next ones.
    record AlertPage(List<AlertView> data, Optional<UUID> nextCursor) {}

    /// One alert.
    ///
    /// @param cause id of a limit, or what was measured at a backend
    /// @param payload what webhooks were told
    record AlertView(
            UUID id,
            Instant at,
            Alert.Kind kind,
            AlertLevel level,
            String title,
            String cause,
            String subject,
            Optional<TenantId> tenant,
            Map<String, String> facts,
            Json payload,
            List<AttemptView> attempts,
            List<PendingView> pending) {}

    /// One try to tell somebody.
    ///
    /// @param target an e-mail address, or a webhook without most of its path
    record AttemptView(Instant at, Way way, String target, int attempt, boolean success, Optional<String> error) {}

    /// Somebody who was not reached yet.
    record PendingView(Way way, String target, Instant dueAt) {}

    /// Whom to try; those of the settings when neither is named.
    record AlertTest(Optional<List<String>> emails, Optional<List<String>> webhooks) {}

    /// How the test went.
    ///
    /// @param success whether everybody was reached
    record AlertTestResult(boolean success, List<AttemptView> attempts) {}
}
