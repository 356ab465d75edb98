package io.sallyport.policy;

import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.UserId;
import java.util.Optional;

/// Which acceptances are asked for; what is empty does not narrow.
///
/// @param search part of a user's name at that time
public record AcceptanceFilter(
        Optional<UserId> user, Optional<String> search, Optional<PolicyId> policy, Optional<BackendProfileId> profile) {

    /// Those of one user.
    public static AcceptanceFilter of(UserId user) {
        return new AcceptanceFilter(Optional.of(user), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
