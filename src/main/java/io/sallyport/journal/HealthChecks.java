package io.sallyport.journal;

import java.util.Set;

/// Whether calls that only ask for our health are remembered.
public enum HealthChecks {
    LOGGED,
    SKIPPED;

    private static final Set<String> PATHS =
            Set.of("/health", "/healthz", "/livez", "/readyz", "/status", "/metrics", "/api/health");

    /// Whether a call is left out.
    public boolean skips(CallRecord call) {
        return this == SKIPPED && PATHS.contains(call.client().path());
    }
}
