package io.sallyport.alert;

import io.sallyport.mail.MailAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Who is told, and how often.
///
/// @param cooldown how long the same is not said again
public record AlertRules(Duration cooldown, List<MailAddress> emails, List<URI> webhooks) {
    public static final Duration USUAL_COOLDOWN = Duration.ofHours(1);

    public AlertRules {
        if (cooldown.isNegative()) {
            throw new IllegalArgumentException("a cooldown is no negative time");
        }
        emails = List.copyOf(emails);
        webhooks = List.copyOf(webhooks);
    }
}
