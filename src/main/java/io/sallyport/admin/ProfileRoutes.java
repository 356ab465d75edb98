package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.policy.PolicyId;
import io.sallyport.policy.Title;
import io.sallyport.profile.Access;
import io.sallyport.profile.BackendProfile;
import io.sallyport.profile.BackendProfiles;
import io.sallyport.profile.Bundle;
import io.sallyport.profile.KeyRules;
import io.sallyport.profile.Quota;
import io.sallyport.profile.Recording;
import java.util.List;
import java.util.Optional;

/// Backend profiles for operators: list, write, take away.
public final class ProfileRoutes {
    private static final String HOME = "/admin/api/profiles";
    private static final String ONE = HOME + "/{id}";
    private static final int CREATED = 201;

    private final BackendProfiles profiles;

    public ProfileRoutes(BackendProfiles profiles) {
        this.profiles = profiles;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List backend profiles", ProfilePage.class, _ -> page()),
                JsonRoute.taking(
                                OPERATE,
                                ProfileBody.class,
                                "POST " + HOME,
                                "Make a backend profile",
                                ProfileView.class,
                                (_, body) -> view(profiles.create(body.toBundle())))
                        .answering(CREATED),
                JsonRoute.get(
                        OPERATE,
                        ONE,
                        "Show a backend profile",
                        ProfileView.class,
                        call -> view(profiles.find(id(call)).orElseThrow(ProfileRoutes::unknown))),
                JsonRoute.taking(
                        OPERATE,
                        ProfileBody.class,
                        "PUT " + ONE,
                        "Change a backend profile",
                        ProfileView.class,
                        (call, body) -> view(profiles.edit(id(call), body.toBundle()))),
                JsonRoute.delete(
                        OPERATE,
                        ONE,
                        "Take a backend profile away; its keys no longer work",
                        ProfileView.class,
                        call -> view(profiles.remove(id(call)))));
    }

    private ProfilePage page() {
        return new ProfilePage(profiles.list().stream().map(ProfileRoutes::view).toList());
    }

    private static BackendProfileId id(JsonCall call) {
        return call.path("id", BackendProfileId::new, "backend profile");
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such backend profile.").asException();
    }

    private static ProfileView view(BackendProfile profile) {
        Bundle bundle = profile.bundle();
        return new ProfileView(
                profile.id(),
                profile.name(),
                bundle.title().description(),
                profile.place().isPresent() ? "config" : "admin",
                profile.place(),
                profile.place().isPresent(),
                bundle.access().groups(),
                bundle.access().backends(),
                bundle.access().allowedModels(),
                bundle.access().losses(),
                bundle.policies(),
                bundle.recording().metadata(),
                bundle.recording().content(),
                bundle.keys().defaultExpiryDays(),
                bundle.keys().enforceExpiry(),
                bundle.keys().maxKeysPerUser(),
                bundle.keys().openwebuiHeaders(),
                bundle.quotas());
    }

    /// What an operator says about a backend profile.
    ///
    /// @param oidcGroups absent or empty for everybody who is signed in
    /// @param backends names of those its keys reach
    /// @param allowedModels absent or empty for no restriction
    /// @param lossPolicy `allow` when it is absent; keys can be stricter
    /// @param policies ids of those to accept first
    /// @param metadataAudit true when it is absent
    /// @param maxKeysPerUser 5 when it is absent
    record ProfileBody(
            String name,
            Optional<String> description,
            Optional<List<String>> oidcGroups,
            List<String> backends,
            Optional<List<String>> allowedModels,
            Optional<LossPolicy> lossPolicy,
            Optional<List<PolicyId>> policies,
            Optional<Boolean> metadataAudit,
            Optional<Boolean> contentAudit,
            Optional<Integer> defaultExpiryDays,
            Optional<Boolean> enforceExpiry,
            Optional<Integer> maxKeysPerUser,
            Optional<Boolean> openwebuiHeaders,
            Optional<List<Quota>> quotas) {

        Bundle toBundle() {
            try {
                return new Bundle(
                        new Title(name, description.orElse("")),
                        new Access(
                                oidcGroups.orElse(List.of()),
                                backends,
                                allowedModels,
                                lossPolicy.orElse(LossPolicy.ALLOW)),
                        new Recording(metadataAudit.orElse(true), contentAudit.orElse(false)),
                        new KeyRules(
                                defaultExpiryDays,
                                enforceExpiry.orElse(false),
                                maxKeysPerUser.orElse(KeyRules.USUAL_KEYS),
                                openwebuiHeaders.orElse(false)),
                        quotas.orElse(List.of()),
                        policies.orElse(List.of()));
            } catch (IllegalArgumentException e) {
                throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
            }
        }
    }

    /// A backend profile as operators see it.
    ///
    /// @param place where it stands in the configuration, such as `company.yaml:12`
    /// @param readOnly whether it can only be changed there
    record ProfileView(
            BackendProfileId id,
            String name,
            String description,
            String source,
            Optional<String> place,
            boolean readOnly,
            List<String> oidcGroups,
            List<String> backends,
            Optional<List<String>> allowedModels,
            LossPolicy lossPolicy,
            List<PolicyId> policies,
            boolean metadataAudit,
            boolean contentAudit,
            Optional<Integer> defaultExpiryDays,
            boolean enforceExpiry,
            int maxKeysPerUser,
            boolean openwebuiHeaders,
            List<Quota> quotas) {}

    /// Every backend profile, by name.
    record ProfilePage(List<ProfileView> data) {}
}
