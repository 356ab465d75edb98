package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.policy.ConfiguredPolicy;
import io.sallyport.policy.PolicyDraft;
import io.sallyport.policy.Title;
import io.sallyport.profile.Access;
import io.sallyport.profile.Bundle;
import io.sallyport.profile.ConfiguredProfile;
import io.sallyport.profile.KeyRules;
import io.sallyport.profile.Quota;
import io.sallyport.profile.Recording;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class TermsSectionTest {

    @Test
    @Tag("PO12")
    @Tag("PO16")
    void readsPoliciesAndBackendProfilesWithTheirPlaces() {
        TermsSettings terms = accepted(read("""
                        policies:
                          - {name: Rules, description: Of the house, content: Be kind.}
                        backend_profiles:
                          - name: Labs
                            description: For the labs
                            oidc_groups: [labs]
                            backends: [a]
                            allowed_models: ["gpt-*"]
                            policy_names: [Rules]
                            metadata_audit: false
                            content_audit: true
                            default_expiry_days: 30
                            enforce_expiry: true
                            max_keys_per_user: 2
                            openwebui_headers: true
                            quotas: [{per: user, metric: requests, amount: 1000, window: 2h}]
                        """)).value().terms();

        assertThat(terms.policies())
                .containsExactly(new ConfiguredPolicy(
                        "test.yaml:2", new PolicyDraft(new Title("Rules", "Of the house"), "Be kind.", false)));
        assertThat(terms.profiles())
                .containsExactly(new ConfiguredProfile(
                        "test.yaml:4",
                        new Bundle(
                                new Title("Labs", "For the labs"),
                                new Access(
                                        List.of("labs"), List.of("a"), Optional.of(List.of("gpt-*")), LossPolicy.ALLOW),
                                new Recording(false, true),
                                new KeyRules(Optional.of(30), true, 2, true),
                                List.of(new Quota(Quota.Per.USER, Quota.Metric.REQUESTS, 1000, 120)),
                                List.of()),
                        List.of("Rules")));
    }

    @Test
    @Tag("PR10")
    void refusesTwoPoliciesOfOneName() {
        assertThat(problems(read("policies: [{name: A, content: x}, {name: a, content: y}]")))
                .containsExactly("test.yaml:1: policies[1].name: is the name of another one too");
    }
}
