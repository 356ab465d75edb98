package io.sallyport.profile;

import io.sallyport.lang.BackendProfileId;
import java.util.Collection;
import java.util.Optional;

/// A governed bundle of backends, policies, quotas and audit switches, for which people get keys.
///
/// @param place where it stands in the configuration, such as `company.yaml:12`; empty when operators made it
public record BackendProfile(BackendProfileId id, Optional<String> place, Bundle bundle) {

    public String name() {
        return bundle.title().name();
    }

    /// Says whether members of these groups may have keys for it.
    public boolean isOpenTo(Collection<String> groups) {
        return bundle.access().isOpenTo(groups);
    }

    /// Says whether its keys reach a backend.
    public boolean reaches(String backend) {
        return bundle.access().reaches(backend);
    }
}
