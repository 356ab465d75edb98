package io.sallyport.alert;

import io.sallyport.mail.SmtpSettings;
import java.time.Duration;
import java.util.Optional;

/// Who is told what, and how.
///
/// @param enabled whether anything is watched at all
/// @param checkInterval time between two looks at limits and backends
/// @param usual rules of whatever says nothing else
/// @param maxRetries further attempts to tell a target that was not reached
/// @param smtp the mail server; empty for no mails
/// @param forecastAfter part of a window in thousandths that has to be over before people are told that a limit
///     will not last; empty for never
/// @param summaries how often people are told what was spent
public record AlertSettings(
        boolean enabled,
        Duration checkInterval,
        AlertRules usual,
        int maxRetries,
        Optional<SmtpSettings> smtp,
        WebhookSettings webhook,
        ProviderAlertSettings providers,
        Optional<Integer> forecastAfter,
        SummaryRhythm summaries) {
    public static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);
    public static final int USUAL_RETRIES = 3;
}
