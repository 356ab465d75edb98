package io.sallyport.profile;

import io.sallyport.dialect.LossPolicy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Who may have keys for a backend profile, and what such a key reaches.
///
/// @param groups whoever is in one of them may; empty: everybody who is signed in
/// @param backends names of the backends its keys reach; [#EVERY] for all, those added later too
/// @param allowedModels names and globs; empty: no restriction
/// @param losses what happens at least when a call cannot be carried over to a backend as it is
public record Access(
        List<String> groups, List<String> backends, Optional<List<String>> allowedModels, LossPolicy losses) {
    /// Stands for every backend.
    public static final String EVERY = "*";

    public Access {
        groups = names("oidc_groups", groups);
        backends = names("backends", backends);
        // An empty list is written to say "all of them" (requirement ID42), never "none".
        allowedModels = allowedModels.filter(names -> !names.isEmpty()).map(names -> names("allowed_models", names));
    }

    private static List<String> names(String what, List<String> names) {
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(what + " must not hold a blank name");
        }
        return names.stream().distinct().toList();
    }

    boolean isOpenTo(Collection<String> memberships) {
        return groups.isEmpty() || groups.stream().anyMatch(memberships::contains);
    }

    boolean reaches(String backend) {
        return backends.contains(EVERY) || backends.contains(backend);
    }

    Access withBackends(List<String> others) {
        return new Access(groups, others, allowedModels, losses);
    }
}
