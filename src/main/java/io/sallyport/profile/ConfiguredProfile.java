package io.sallyport.profile;

import java.util.List;

/// A backend profile as the configuration has it.
///
/// @param place where it stands, such as `company.yaml:12`
/// @param bundle without policies
/// @param policies by name; none of them needs to exist
public record ConfiguredProfile(String place, Bundle bundle, List<String> policies) {
    public ConfiguredProfile {
        policies = List.copyOf(policies);
    }

    public String name() {
        return bundle.title().name();
    }
}
