package io.sallyport.policy;

import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.UserId;

/// What a user says yes to.
///
/// @param version the one that was shown
public record Consent(
        UserId user, String userName, BackendProfileId profile, String profileName, PolicyId policy, int version) {}
