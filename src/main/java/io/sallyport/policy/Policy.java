package io.sallyport.policy;

import java.util.Optional;

/// Terms of use with the text that holds now.
///
/// @param place where it stands in the configuration, such as `company.yaml:12`; empty when operators made it
/// @param enforceReacceptance whether the next text must be accepted again
/// @param requiredVersion the oldest version whose acceptance still counts
public record Policy(
        PolicyId id,
        Title title,
        Optional<String> place,
        boolean enforceReacceptance,
        PolicyVersion current,
        int requiredVersion) {

    public String name() {
        return title.name();
    }

    /// Says whether somebody who accepted this version needs not be asked again.
    ///
    /// Source: requirement C43.
    public boolean isSatisfiedBy(int version) {
        return version >= requiredVersion;
    }
}
