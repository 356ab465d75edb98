package io.sallyport.alert;

import io.sallyport.alert.Alert.Kind;
import io.sallyport.alert.Alert.Topic;
import io.sallyport.json.JsonCodec;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.mail.MailAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Alerts about nothing, by which operators see whether alerts arrive (requirement LI17).
///
/// Threads: safe; waits for the network.
public final class TestAlerts {
    private final Alerts alerts;
    private final Deliveries deliveries;
    private final Clock clock;

    public TestAlerts(Alerts alerts, Deliveries deliveries, Clock clock) {
        this.alerts = alerts;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /// Sends one to each target now, without a second try, and tells how each went.
    ///
    /// @param by whoever asks for it, as people call them
    public List<AlertAttempt> send(String by, List<MailAddress> emails, List<URI> webhooks) {
        Alert alert = alert(by);
        alerts.keep(alert);
        List<AlertAttempt> attempts = new ArrayList<>();
        emails.forEach(target -> attempts.add(tried(alert, Way.EMAIL, target.value())));
        webhooks.forEach(target -> attempts.add(tried(alert, Way.WEBHOOK, target.toString())));
        return attempts;
    }

    private AlertAttempt tried(Alert alert, Way way, String target) {
        AlertAttempt attempt = deliveries.send(new Delivery(alert, way, target, 1));
        alerts.log(attempt);
        return attempt;
    }

    private Alert alert(String by) {
        Instant now = clock.instant();
        UUID id = TimeOrdered.uuid(now.toEpochMilli());
        return new Alert(
                id,
                now,
                new Topic(Kind.TEST, "test", by, Optional.empty()),
                AlertLevel.NOTICE,
                "Test alert of Sallyport",
                Map.of("Asked for by", by),
                JsonCodec.write(new TestMessage(id, "test", AlertLevel.NOTICE, false, false, now)));
    }

    /// What a webhook says about nothing.
    private record TestMessage(
            UUID id, String type, AlertLevel level, boolean warning, boolean exceeded, Instant timestamp) {}
}
