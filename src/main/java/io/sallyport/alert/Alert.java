package io.sallyport.alert;

import io.sallyport.json.Json;
import io.sallyport.lang.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Something people are told once.
///
/// @param id the same in every message about it, so that receivers can tell a repetition
/// @param topic what it is about
/// @param title one line
/// @param facts what a mail says, by name
/// @param payload what a webhook says
public record Alert(
        UUID id, Instant at, Topic topic, AlertLevel level, String title, Map<String, String> facts, Json payload) {
    public Alert {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /// What an alert is about. The same cause and subject are one thing that gets better and worse.
    ///
    /// @param cause id of a limit; for a backend what was measured
    /// @param subject whom it concerns: whoever the limit holds for, or a backend
    public record Topic(Kind kind, String cause, String subject, Optional<TenantId> tenant) {}

    /// What alerts are about.
    public enum Kind {
        /// A limit that fills up.
        LIMIT,
        /// A limit that will be used up before its window ends, if use goes on as it does.
        FORECAST,
        /// A backend that does badly.
        PROVIDER,
        /// What was spent in a time that is over.
        SUMMARY,
        /// Nothing: an operator tries whether alerts arrive.
        TEST
    }
}
