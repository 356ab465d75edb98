package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Principal;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.policy.Acceptance;
import io.sallyport.policy.AcceptanceFilter;
import io.sallyport.policy.Acceptances;
import io.sallyport.policy.Policies;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyId;
import io.sallyport.policy.PolicyVersion;
import io.sallyport.profile.Agreement;
import io.sallyport.profile.Applicant;
import io.sallyport.profile.Bundle;
import io.sallyport.profile.Entitlements;
import io.sallyport.profile.Entitlements.Entitlement;
import io.sallyport.profile.Quota;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What people may have keys for, the terms of it, and their yes to them.
public final class TermsRoutes {
    private final Entitlements entitlements;
    private final Policies policies;
    private final Acceptances acceptances;

    public TermsRoutes(Entitlements entitlements, Policies policies, Acceptances acceptances) {
        this.entitlements = entitlements;
        this.policies = policies;
        this.acceptances = acceptances;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/profiles",
                        "List the backend profiles you may have keys for",
                        ProfilePage.class,
                        this::profiles),
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/policies/{id}",
                        "Read a policy and the versions of it that you accepted",
                        PolicyText.class,
                        this::policy),
                JsonRoute.taking(
                        SIGNED_IN,
                        Yes.class,
                        "POST /api/profiles/{profile}/accept",
                        "Accept a policy under a backend profile",
                        ProfileView.class,
                        this::accept),
                JsonRoute.get(
                        SIGNED_IN,
                        "/api/acceptances",
                        "List what you accepted, newest first",
                        AcceptancePage.class,
                        this::accepted));
    }

    /// Who calls, as one who asks for keys.
    static Applicant applicant(JsonCall call) {
        Principal principal = call.principal();
        return new Applicant(
                principal.user().orElseThrow(), principal.name(), principal.groups(), principal.operator());
    }

    private ProfilePage profiles(JsonCall call) {
        return new ProfilePage(
                entitlements.of(applicant(call)).stream().map(TermsRoutes::view).toList());
    }

    private PolicyText policy(JsonCall call) {
        PolicyId id = read(call, "id", PolicyId::new);
        List<PolicyUnder> under = entitlements.of(applicant(call)).stream()
                .flatMap(entitlement -> entitlement.agreements().stream()
                        .filter(agreement -> agreement.policy().id().equals(id))
                        .map(agreement -> new PolicyUnder(
                                entitlement.profile().id(),
                                entitlement.profile().name(),
                                view(agreement))))
                .toList();
        if (under.isEmpty()) {
            throw unknown();
        }
        Policy policy = policies.find(id).orElseThrow(TermsRoutes::unknown);
        Set<Integer> accepted = under.stream()
                .flatMap(one -> one.policy().acceptedVersion().stream())
                .collect(Collectors.toSet());
        return new PolicyText(
                id,
                policy.name(),
                policy.title().description(),
                text(policy.current()),
                policies.versions(id).stream()
                        .filter(version -> accepted.contains(version.number()))
                        .map(TermsRoutes::text)
                        .toList(),
                under);
    }

    private ProfileView accept(JsonCall call, Yes yes) {
        Applicant applicant = applicant(call);
        BackendProfileId profile = read(call, "profile", BackendProfileId::new);
        entitlements.accept(applicant, profile, yes.policy(), yes.version());
        return view(entitlements.get(applicant, profile));
    }

    private AcceptancePage accepted(JsonCall call) {
        AcceptanceFilter own = AcceptanceFilter.of(applicant(call).user());
        Acceptances.Page page = acceptances.list(own, call.query("cursor"), call.limit());
        return new AcceptancePage(page.acceptances(), page.next());
    }

    private static <T> T read(JsonCall call, String name, Function<String, T> reading) {
        try {
            return reading.apply(call.path(name));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is nothing with this id.").asException();
    }

    private static ProfileView view(Entitlement entitlement) {
        Bundle bundle = entitlement.profile().bundle();
        return new ProfileView(
                entitlement.profile().id(),
                entitlement.profile().name(),
                bundle.title().description(),
                bundle.access().backends(),
                bundle.access().allowedModels(),
                bundle.recording().metadata(),
                bundle.recording().content(),
                bundle.keys().defaultExpiryDays(),
                bundle.keys().enforceExpiry(),
                bundle.keys().maxKeysPerUser(),
                bundle.keys().openwebuiHeaders(),
                bundle.quotas(),
                entitlement.agreements().stream().map(TermsRoutes::view).toList(),
                entitlement.pending().isEmpty());
    }

    private static PolicyView view(Agreement agreement) {
        Policy policy = agreement.policy();
        return new PolicyView(
                policy.id(),
                policy.name(),
                policy.title().description(),
                policy.current().number(),
                agreement.holds() ? State.ACCEPTED : State.PENDING,
                agreement.last().map(Acceptance::version),
                agreement.last().map(Acceptance::acceptedAt));
    }

    private static Text text(PolicyVersion version) {
        return new Text(version.number(), version.content(), version.createdAt());
    }

    /// Whether somebody must accept a policy.
    enum State {
        ACCEPTED,
        PENDING
    }

    /// What somebody accepts.
    ///
    /// @param version the one they were shown
    record Yes(PolicyId policy, int version) {}

    /// A backend profile as those see it who may have keys for it.
    ///
    /// @param ready whether every policy is accepted, so that a key can be made
    record ProfileView(
            BackendProfileId id,
            String name,
            String description,
            List<String> backends,
            Optional<List<String>> allowedModels,
            boolean metadataAudit,
            boolean contentAudit,
            Optional<Integer> defaultExpiryDays,
            boolean enforceExpiry,
            int maxKeysPerUser,
            boolean openwebuiHeaders,
            List<Quota> quotas,
            List<PolicyView> policies,
            boolean ready) {}

    /// A policy of a backend profile.
    ///
    /// @param version the current one
    /// @param acceptedVersion the newest one the caller accepted under this backend profile; while the state is
    ///     pending they are asked again
    record PolicyView(
            PolicyId id,
            String name,
            String description,
            int version,
            State state,
            Optional<Integer> acceptedVersion,
            Optional<Instant> acceptedAt) {}

    /// The backend profiles of the caller, by name.
    record ProfilePage(List<ProfileView> data) {}

    /// One text of a policy.
    record Text(int version, String content, Instant createdAt) {}

    /// A policy under one of the caller's backend profiles.
    record PolicyUnder(BackendProfileId profile, String profileName, PolicyView policy) {}

    /// A policy with its texts.
    ///
    /// @param accepted the texts the caller accepted, newest first
    /// @param under how the caller stands to it under each of their backend profiles
    record PolicyText(
            PolicyId id, String name, String description, Text current, List<Text> accepted, List<PolicyUnder> under) {}

    /// Some acceptances, and the value of `cursor` for the next ones.
    record AcceptancePage(List<Acceptance> data, Optional<String> nextCursor) {}
}
