package io.sallyport.alert;

import io.sallyport.mail.MailAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one limit says about its own alerts; what it leaves open is as in the settings.
///
/// @param warnAt in thousandths of the limit
/// @param emails in place of the usual ones, unless empty
/// @param webhooks in place of the usual ones, unless empty
public record AlertWishes(
        Optional<Integer> warnAt, Optional<Duration> cooldown, List<MailAddress> emails, List<URI> webhooks) {
    /// As in the settings.
    public static final AlertWishes NONE = new AlertWishes(Optional.empty(), Optional.empty(), List.of(), List.of());

    AlertRules over(AlertRules usual) {
        return new AlertRules(
                warnAt.orElse(usual.warnAt()),
                cooldown.orElse(usual.cooldown()),
                emails.isEmpty() ? usual.emails() : emails,
                webhooks.isEmpty() ? usual.webhooks() : webhooks);
    }
}
