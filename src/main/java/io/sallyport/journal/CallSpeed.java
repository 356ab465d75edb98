package io.sallyport.journal;

import java.util.Optional;

/// How long some calls took, in microseconds; empty where there was none to look at.
///
/// @param medianUs half of them took no longer
/// @param slowUs 95 of a hundred took no longer
/// @param firstByteMedianUs half of the streamed answers began no later
/// @param firstByteSlowUs 95 of a hundred streamed answers began no later
public record CallSpeed(
        Optional<Long> medianUs,
        Optional<Long> slowUs,
        Optional<Long> firstByteMedianUs,
        Optional<Long> firstByteSlowUs) {}
