package io.sallyport.key;

import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.UserId;
import java.util.Optional;

/// Whose a key is, and under which backend profile it was made; all empty but the key for one of a service.
///
/// @param name of the user; may be empty text
public record KeyOwner(
        KeyId key,
        Optional<UserId> user,
        Optional<String> email,
        Optional<String> name,
        Optional<BackendProfileId> profile,
        Optional<String> profileName) {}
