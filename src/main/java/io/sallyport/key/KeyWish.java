package io.sallyport.key;

import io.sallyport.lang.BackendProfileId;
import java.time.Instant;
import java.util.Optional;

/// What somebody says about a key of their own.
///
/// @param expiresAt empty for what the backend profile says
/// @param addresses where it may be used from
/// @param continueOptIn offers it in the set-up of VS Code Continue
/// @param openwebuiOptIn trusts the person that Open WebUI names in its headers, where the backend profile does
///     too
public record KeyWish(
        String name,
        BackendProfileId profile,
        Optional<Instant> expiresAt,
        AllowedAddresses addresses,
        boolean continueOptIn,
        boolean openwebuiOptIn) {}
