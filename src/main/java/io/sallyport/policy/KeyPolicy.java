package io.sallyport.policy;

import java.time.Instant;

/// A version of a policy that the owner of a key had accepted when the key was issued.
public record KeyPolicy(PolicyId policy, String policyName, int version, Instant acceptedAt) {}
