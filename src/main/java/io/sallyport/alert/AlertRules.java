package io.sallyport.alert;

import io.sallyport.mail.MailAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// When somebody is warned, and who.
///
/// @param warnAt used part of a limit from which on there is a warning, in thousandths
/// @param cooldown how long the same is not said again
public record AlertRules(int warnAt, Duration cooldown, List<MailAddress> emails, List<URI> webhooks) {
    public static final AlertRules DEFAULT = new AlertRules(800, Duration.ofHours(1), List.of(), List.of());

    private static final int WHOLE = 1000;

    public AlertRules {
        if (warnAt < 1 || warnAt > WHOLE) {
            throw new IllegalArgumentException("a warning begins at 1 to 1000 thousandths, not at " + warnAt);
        }
        if (cooldown.isNegative()) {
            throw new IllegalArgumentException("a cooldown is no negative time");
        }
        emails = List.copyOf(emails);
        webhooks = List.copyOf(webhooks);
    }
}
