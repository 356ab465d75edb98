package io.sallyport.app.settings;

import io.sallyport.key.Reveal;
import io.sallyport.policy.ConfiguredPolicy;
import io.sallyport.profile.ConfiguredProfile;
import java.util.List;

/// On what terms people get keys: policies and backend profiles of the configuration, whose names differ within each
/// list, and whether a key can be seen again.
public record TermsSettings(List<ConfiguredPolicy> policies, List<ConfiguredProfile> profiles, Reveal reveal) {
    static final TermsSettings NONE = new TermsSettings(List.of(), List.of(), Reveal.OFF);

    public TermsSettings {
        policies = List.copyOf(policies);
        profiles = List.copyOf(profiles);
    }
}
