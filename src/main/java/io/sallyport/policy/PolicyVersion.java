package io.sallyport.policy;

import java.time.Instant;

/// One immutable text of a policy.
///
/// @param number counted from 1
/// @param requiresAcceptance whether acceptances of earlier versions no longer count
/// @param createdBy an operator's name, or a place in the configuration
public record PolicyVersion(
        int number, String content, boolean requiresAcceptance, Instant createdAt, String createdBy) {}
