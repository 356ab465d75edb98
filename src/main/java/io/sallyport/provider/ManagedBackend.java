package io.sallyport.provider;

import java.time.Instant;

/// A backend as the database knows it: one that operators added, or the copy of a configured one.
///
/// @param backend of a configured one, without its credential and headers: those stay in the settings
/// @param place where a configured one stands, such as `company.yaml:12`; empty for others
/// @param version counts the changes, from 1
public record ManagedBackend(
        String id, Backend backend, String place, long version, Instant createdAt, Instant updatedAt) {

    public String name() {
        return backend.name();
    }

    /// Whether it stands in the configuration and can only be changed there.
    public boolean isConfigured() {
        return backend.source().equals(Backend.CONFIG);
    }
}
