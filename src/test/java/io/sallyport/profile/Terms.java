package io.sallyport.profile;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.lang.UserId;
import io.sallyport.policy.Acceptances;
import io.sallyport.policy.Policies;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyDraft;
import io.sallyport.policy.PolicyId;
import io.sallyport.policy.Title;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Policies and backend profiles on a database of their own, with the backends `one` and `two`.
final class Terms implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    static final Applicant ADA = new Applicant(new UserId("ada"), "ada@example.org", Set.of("research"), false);
    static final Applicant BOB = new Applicant(new UserId("bob"), "bob@example.org", Set.of(), false);

    final TestDatabase database = TestDatabase.migrated();
    final Policies policies = new Policies(database.database(), CLOCK);
    final Acceptances acceptances = new Acceptances(database.database(), policies, CLOCK);
    final BackendProfiles profiles = new BackendProfiles(
            database.database(),
            Set.of("one", "two")::contains,
            id -> policies.find(id).isPresent(),
            CLOCK);
    final Entitlements entitlements = new Entitlements(profiles, policies, acceptances);

    /// A policy whose changes need not be accepted again.
    Policy policy(String name) {
        return policies.create(new PolicyDraft(new Title(name, ""), name + ", first text", false), "operator");
    }

    /// A policy whose changes must be accepted again.
    Policy strictPolicy(String name) {
        return policies.create(new PolicyDraft(new Title(name, ""), name + ", first text", true), "operator");
    }

    /// Gives a policy another text.
    Policy rewrite(Policy policy, String content) {
        return policies.edit(
                policy.id(), new PolicyDraft(policy.title(), content, policy.enforceReacceptance()), "operator");
    }

    static Bundle bundle(String name, List<String> groups, PolicyId... policies) {
        return new Bundle(
                new Title(name, ""),
                new Access(groups, List.of("one"), Optional.empty(), LossPolicy.ALLOW),
                new Recording(true, false),
                new KeyRules(Optional.empty(), false, KeyRules.USUAL_KEYS, false),
                List.of(),
                List.of(policies));
    }

    @Override
    public void close() {
        database.close();
    }
}
