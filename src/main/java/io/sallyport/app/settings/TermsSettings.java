package io.sallyport.app.settings;

import io.sallyport.policy.ConfiguredPolicy;
import io.sallyport.profile.ConfiguredProfile;
import java.util.List;

/// Policies and backend profiles of the configuration; names differ within each list.
public record TermsSettings(List<ConfiguredPolicy> policies, List<ConfiguredProfile> profiles) {
    static final TermsSettings NONE = new TermsSettings(List.of(), List.of());

    public TermsSettings {
        policies = List.copyOf(policies);
        profiles = List.copyOf(profiles);
    }
}
