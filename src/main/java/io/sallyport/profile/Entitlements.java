package io.sallyport.profile;

import io.sallyport.database.Transaction;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.policy.Acceptance;
import io.sallyport.policy.Acceptances;
import io.sallyport.policy.Consent;
import io.sallyport.policy.Policies;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What people may have: backend profiles by their groups, and keys for those whose policies they accepted.
///
/// Errors: NotFound for a backend profile that does not exist or is not for this user; both look the same.
/// Threads: safe; every method waits for the database.
public final class Entitlements {
    private final BackendProfiles profiles;
    private final Policies policies;
    private final Acceptances acceptances;

    public Entitlements(BackendProfiles profiles, Policies policies, Acceptances acceptances) {
        this.profiles = profiles;
        this.policies = policies;
        this.acceptances = acceptances;
    }

    /// A backend profile somebody may have keys for, and how they stand to its policies.
    public record Entitlement(BackendProfile profile, List<Agreement> agreements) {

        /// The policies that must still be accepted before a key can be made.
        public List<Policy> pending() {
            return agreements.stream()
                    .filter(agreement -> !agreement.holds())
                    .map(Agreement::policy)
                    .toList();
        }
    }

    /// Every backend profile somebody may have keys for, by name.
    public List<Entitlement> of(Applicant applicant) {
        Map<PolicyId, Policy> known =
                policies.list().stream().collect(Collectors.toMap(Policy::id, Function.identity()));
        List<Acceptance> accepted = acceptances.latest(applicant.user());
        return profiles.list().stream()
                .filter(applicant::mayHave)
                .map(profile -> entitlement(
                        profile,
                        profile.bundle().policies().stream()
                                .filter(known::containsKey)
                                .map(known::get)
                                .toList(),
                        accepted))
                .toList();
    }

    /// One backend profile somebody may have keys for.
    public Entitlement get(Applicant applicant, BackendProfileId id) {
        BackendProfile profile = profile(applicant, id);
        return entitlement(
                profile,
                profile.bundle().policies().stream()
                        .flatMap(policy -> policies.find(policy).stream())
                        .toList(),
                acceptances.latest(applicant.user()));
    }

    /// Records that somebody accepts a policy under a backend profile.
    ///
    /// Errors: also NotFound when the policy is not one of the backend profile; Conflict `policy_changed` when the
    /// version shown is no longer the current one.
    public Acceptance accept(Applicant applicant, BackendProfileId id, PolicyId policy, int version) {
        BackendProfile profile = profile(applicant, id);
        if (!profile.bundle().policies().contains(policy)) {
            throw new NotFound("not_found", "There is no such policy.").asException();
        }
        return acceptances.accept(new Consent(applicant.user(), applicant.name(), id, profile.name(), policy, version));
    }

    /// Lets somebody have a key, and stores with it what they accepted.
    ///
    /// To be called in the transaction that inserts the key, before its owner's other keys are counted: until that
    /// transaction ends, no other key is made for this user and backend profile, and no policy of it changes.
    ///
    /// Errors: also NotAllowed `policy_not_accepted`, naming the policies.
    ///
    /// @return the backend profile whose [KeyRules] hold for the key
    public BackendProfile admit(Transaction transaction, Applicant applicant, BackendProfileId id, KeyId key) {
        var _ = transaction
                .attach(BackendProfileTable.class)
                .takeTurn(applicant.user().value(), id.value());
        BackendProfile profile = profile(applicant, id);
        Entitlement entitlement = entitlement(
                profile, policies.hold(transaction, profile.bundle().policies()), acceptances.latest(applicant.user()));
        List<Policy> pending = entitlement.pending();
        if (!pending.isEmpty()) {
            String names = pending.stream().map(Policy::name).collect(Collectors.joining(", "));
            throw new NotAllowed("policy_not_accepted", "Accept these policies first: " + names + ".").asException();
        }
        acceptances.keep(
                transaction,
                key,
                entitlement.agreements().stream()
                        .flatMap(agreement -> agreement.last().stream())
                        .toList());
        return profile;
    }

    private BackendProfile profile(Applicant applicant, BackendProfileId id) {
        return profiles.find(id).filter(applicant::mayHave).orElseThrow(BackendProfiles::unknown);
    }

    private static Entitlement entitlement(BackendProfile profile, List<Policy> policies, List<Acceptance> accepted) {
        return new Entitlement(
                profile,
                policies.stream()
                        .map(policy -> new Agreement(
                                policy,
                                accepted.stream()
                                        .filter(one -> one.policy().equals(policy.id())
                                                && one.profile().equals(profile.id()))
                                        .findFirst()))
                        .toList());
    }
}
