package io.sallyport.alert;

import io.sallyport.mail.MailAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one limit says about its own alerts; what it leaves open is as in the settings.
///
/// @param warnAt used part from which on there is a warning, in thousandths
/// @param emails in place of the usual ones, unless empty
/// @param webhooks in place of the usual ones, unless empty
public record AlertWishes(int warnAt, Optional<Duration> cooldown, List<MailAddress> emails, List<URI> webhooks) {

    AlertRules over(AlertRules usual) {
        return new AlertRules(
                cooldown.orElse(usual.cooldown()),
                emails.isEmpty() ? usual.emails() : emails,
                webhooks.isEmpty() ? usual.webhooks() : webhooks);
    }
}
