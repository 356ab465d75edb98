package io.sallyport.alert;

import io.sallyport.lang.TimeOrdered;
import io.sallyport.net.Outbound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends alerts, again after a while when that fails, and writes down every attempt.
///
/// A target hears of an alert at least once while it can be reached; a repetition has the same id.
/// Threads: safe; every method waits for the network.
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

    private final Alerts alerts;
    private final Supplier<AlertSettings> settings;
    private final Channel mail;
    private final Channel webhook;
    private final Clock clock;

    /// @param outbound connects to addresses that webhooks may stand at, and to no others
    public Deliveries(Alerts alerts, Supplier<AlertSettings> settings, Outbound outbound, Clock clock) {
        this.alerts = alerts;
        this.settings = settings;
        this.mail = new MailChannel(() -> settings.get().smtp(), clock);
        this.webhook = new WebhookChannel(outbound, () -> settings.get().webhook(), clock);
        this.clock = clock;
    }

    /// Sends everything that is due now.
    void sendDue() {
        List<Delivery> due = alerts.take(clock.instant());
        while (!due.isEmpty()) {
            due.forEach(this::sendAndSettle);
            due = alerts.take(clock.instant());
        }
    }

    private void sendAndSettle(Delivery delivery) {
        AlertAttempt attempt = send(delivery);
        alerts.settle(attempt, attempt.isSuccess() ? Optional.empty() : next(attempt));
    }

    /// Sends once, and tells how it went.
    AlertAttempt send(Delivery delivery) {
        Optional<String> error = trySend(delivery);
        AlertAttempt attempt = new AlertAttempt(
                TimeOrdered.uuid(clock.millis()),
                delivery.alert().id(),
                clock.instant(),
                delivery.way(),
                delivery.target(),
                delivery.attempt(),
                error);
        error.ifPresent(why -> LOG.warn(
                "alert delivered=false id={} way={} attempt={} cause={}",
                attempt.alert(),
                attempt.way(),
                attempt.attempt(),
                why));
        return attempt;
    }

    private Optional<String> trySend(Delivery delivery) {
        try {
            channel(delivery.way()).send(delivery.alert(), delivery.target());
            return Optional.empty();
        } catch (DeliveryFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Optional.of("nothing can be sent to this address");
        }
    }

    private Channel channel(Way way) {
        return switch (way) {
            case EMAIL -> mail;
            case WEBHOOK -> webhook;
        };
    }

    private Optional<Instant> next(AlertAttempt failed) {
        if (failed.attempt() > settings.get().maxRetries()) {
            return Optional.empty();
        }
        int pause = Math.min(failed.attempt(), PAUSES.size()) - 1;
        return Optional.of(failed.at().plus(PAUSES.get(pause)));
    }
}
