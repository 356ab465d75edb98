package io.sallyport.guardrail;

import java.util.List;

/// How sure a detector is that a text is what it looks for, and why.
///
/// @param score over 0 to 1; 0 when there is no reason
/// @param reasons ids of what speaks for it, in order
public record Suspicion(double score, List<String> reasons) {
    public static final Suspicion NONE = new Suspicion(0, List.of());

    /// Whether it is as sure as that.
    public boolean reaches(double threshold) {
        return !reasons.isEmpty() && score >= threshold;
    }
}
