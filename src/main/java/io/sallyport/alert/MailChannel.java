package io.sallyport.alert;

import io.sallyport.mail.MailAddress;
import io.sallyport.mail.MailFailure;
import io.sallyport.mail.Mailer;
import io.sallyport.mail.SmtpSettings;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/// Alerts by mail.
final class MailChannel implements Channel {
    private final Supplier<Optional<SmtpSettings>> settings;
    private final Clock clock;

    MailChannel(Supplier<Optional<SmtpSettings>> settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void send(Alert alert, String target) {
        SmtpSettings server =
                settings.get().orElseThrow(() -> new DeliveryFailed("there is no mail server in the settings"));
        try {
            new Mailer(server, clock).send(AlertMail.of(alert, new MailAddress(target)));
        } catch (MailFailure e) {
            throw new DeliveryFailed(String.valueOf(e.getMessage()));
        }
    }
}
