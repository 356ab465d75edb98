package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.UserId;
import io.sallyport.policy.Acceptance;
import io.sallyport.policy.AcceptanceFilter;
import io.sallyport.policy.Acceptances;
import io.sallyport.policy.KeyPolicy;
import io.sallyport.policy.Policies;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyDraft;
import io.sallyport.policy.PolicyId;
import io.sallyport.policy.PolicyVersion;
import io.sallyport.policy.Title;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Policies for operators: list, write, take away, read every version, and see who accepted which.
public final class PolicyRoutes {
    private static final String HOME = "/admin/api/policies";
    private static final String ONE = HOME + "/{id}";
    private static final int CREATED = 201;

    private final Policies policies;
    private final Acceptances acceptances;

    public PolicyRoutes(Policies policies, Acceptances acceptances) {
        this.policies = policies;
        this.acceptances = acceptances;
    }

    public List<JsonRoute> list() {
        return Stream.concat(policyRoutes(), acceptanceRoutes()).toList();
    }

    private Stream<JsonRoute> policyRoutes() {
        return Stream.of(
                JsonRoute.get(OPERATE, HOME, "List policies", PolicyPage.class, _ -> page()),
                JsonRoute.taking(
                                OPERATE,
                                PolicyBody.class,
                                "POST " + HOME,
                                "Make a policy",
                                PolicyText.class,
                                (call, body) -> text(policies.create(
                                        body.toDraft(), call.principal().name())))
                        .answering(CREATED),
                JsonRoute.get(OPERATE, ONE, "Show a policy", PolicyText.class, call -> text(find(call))),
                JsonRoute.taking(
                        OPERATE,
                        PolicyBody.class,
                        "PUT " + ONE,
                        "Change a policy; another text is a new version",
                        PolicyText.class,
                        (call, body) -> text(policies.edit(
                                id(call), body.toDraft(), call.principal().name()))),
                JsonRoute.delete(
                        OPERATE, ONE, "Take a policy away", PolicyView.class, call -> view(policies.remove(id(call)))),
                JsonRoute.get(
                        OPERATE,
                        ONE + "/versions",
                        "List every text of a policy, newest first",
                        VersionPage.class,
                        call -> new VersionPage(policies.versions(id(call)))));
    }

    private Stream<JsonRoute> acceptanceRoutes() {
        return Stream.of(
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/keys/{id}/policies",
                        "List what the owner of a key had accepted when it was issued",
                        KeyPolicyList.class,
                        call -> new KeyPolicyList(acceptances.ofKey(call.path("id", KeyId::new, "key")))),
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/acceptances",
                        "List acceptances, newest first",
                        AcceptancePage.class,
                        this::accepted));
    }

    private PolicyPage page() {
        return new PolicyPage(policies.list().stream().map(PolicyRoutes::view).toList());
    }

    private AcceptancePage accepted(JsonCall call) {
        AcceptanceFilter filter = new AcceptanceFilter(
                call.query("user", UserId::new),
                call.query("search"),
                call.query("policy", PolicyId::new),
                call.query("profile", BackendProfileId::new));
        Acceptances.Page page = acceptances.list(filter, call.query("cursor"), call.limit());
        return new AcceptancePage(page.acceptances(), page.next());
    }

    private Policy find(JsonCall call) {
        return policies.find(id(call)).orElseThrow(PolicyRoutes::unknown);
    }

    private static PolicyId id(JsonCall call) {
        return call.path("id", PolicyId::new, "policy");
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such policy.").asException();
    }

    private static PolicyText text(Policy policy) {
        return new PolicyText(view(policy), policy.current().content());
    }

    private static PolicyView view(Policy policy) {
        return new PolicyView(
                policy.id(),
                policy.name(),
                policy.title().description(),
                policy.place().isPresent() ? "config" : "admin",
                policy.place(),
                policy.place().isPresent(),
                policy.enforceReacceptance(),
                policy.current().number(),
                policy.current().createdAt(),
                policy.current().createdBy());
    }

    /// What an operator says about a policy.
    ///
    /// @param enforceReacceptance false when it is absent
    record PolicyBody(
            String name, Optional<String> description, String content, Optional<Boolean> enforceReacceptance) {

        PolicyDraft toDraft() {
            try {
                return new PolicyDraft(
                        new Title(name, description.orElse("")), content, enforceReacceptance.orElse(false));
            } catch (IllegalArgumentException e) {
                throw new BadRequest("invalid_value", String.valueOf(e.getMessage())).asException();
            }
        }
    }

    /// A policy without its text.
    ///
    /// @param place where it stands in the configuration, such as `company.yaml:12`
    /// @param readOnly whether it can only be changed there
    /// @param createdAt of the version
    record PolicyView(
            PolicyId id,
            String name,
            String description,
            String source,
            Optional<String> place,
            boolean readOnly,
            boolean enforceReacceptance,
            int version,
            Instant createdAt,
            String createdBy) {}

    /// A policy with the text that holds now.
    record PolicyText(PolicyView policy, String content) {}

    /// Every policy, by name.
    record PolicyPage(List<PolicyView> data) {}

    /// Every text of a policy, newest first.
    record VersionPage(List<PolicyVersion> data) {}

    /// What was accepted when a key was issued, by name; empty for a key of a service.
    record KeyPolicyList(List<KeyPolicy> data) {}

    /// Some acceptances, and the value of `cursor` for the next ones.
    record AcceptancePage(List<Acceptance> data, Optional<String> nextCursor) {}
}
