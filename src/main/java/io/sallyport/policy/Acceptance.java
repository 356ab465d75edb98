package io.sallyport.policy;

import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.UserId;
import java.time.Instant;

/// One user's consent to one version of a policy under one backend profile; never changed, never deleted.
///
/// @param id grows with time
/// @param userName of the user at that time, as are the names of policy and backend profile
public record Acceptance(
        String id,
        UserId user,
        String userName,
        PolicyId policy,
        String policyName,
        int version,
        BackendProfileId profile,
        String profileName,
        Instant acceptedAt) {}
