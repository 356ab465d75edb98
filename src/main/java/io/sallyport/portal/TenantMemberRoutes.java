package io.sallyport.portal;

import static io.sallyport.identity.Permission.MANAGE_TENANT;
import static io.sallyport.identity.Permission.SIGNED_IN;
import static io.sallyport.identity.Permission.VIEW_TENANT;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAuthenticated;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.EmailAddress;
import io.sallyport.tenant.Invitation;
import io.sallyport.tenant.Invitations;
import io.sallyport.tenant.Invitations.Inviter;
import io.sallyport.tenant.Member;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.Role;
import io.sallyport.tenant.Tenant;
import io.sallyport.tenant.Tenant.Kind;
import io.sallyport.tenant.Tenants;
import java.util.List;
import java.util.Optional;

/// Tenants for their members: which are mine, who else is in them, and how others get in.
public final class TenantMemberRoutes {
    private static final String MINE = "/api/tenants";
    private static final String MEMBERS = MINE + "/{tenant}/members";
    private static final String INVITATIONS = MINE + "/{tenant}/invitations";
    private static final int CREATED = 201;

    private final Users users;
    private final Tenants tenants;
    private final Memberships memberships;
    private final Invitations invitations;

    public TenantMemberRoutes(Users users, Tenants tenants, Memberships memberships, Invitations invitations) {
        this.users = users;
        this.tenants = tenants;
        this.memberships = memberships;
        this.invitations = invitations;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(SIGNED_IN, MINE, "List my tenants", MyTenants.class, this::mine),
                JsonRoute.get(VIEW_TENANT, MEMBERS, "List the members of a tenant", MemberPage.class, this::members),
                JsonRoute.taking(
                        MANAGE_TENANT,
                        RoleBody.class,
                        "PUT " + MEMBERS + "/{user}",
                        "Give a member another role",
                        Member.class,
                        this::change),
                JsonRoute.delete(MANAGE_TENANT, MEMBERS + "/{user}", "End a membership", Member.class, this::withdraw),
                JsonRoute.get(
                        MANAGE_TENANT,
                        INVITATIONS,
                        "List the invitations that are open",
                        InvitationList.class,
                        call -> new InvitationList(invitations.open(tenant(call)))),
                JsonRoute.taking(
                                MANAGE_TENANT,
                                NewInvitation.class,
                                "POST " + INVITATIONS,
                                "Invite somebody",
                                IssuedInvitation.class,
                                this::invite)
                        .answering(CREATED),
                JsonRoute.delete(
                        MANAGE_TENANT,
                        INVITATIONS + "/{id}",
                        "Withdraw an invitation",
                        WithdrawnInvitation.class,
                        this::withdrawInvitation),
                JsonRoute.taking(
                        SIGNED_IN,
                        AcceptedToken.class,
                        "POST /api/invitations/accept",
                        "Accept an invitation",
                        AcceptedInvitation.class,
                        this::accept));
    }

    private MyTenants mine(JsonCall call) {
        return new MyTenants(tenants.active(call.principal().roles().keySet()).stream()
                .map(tenant -> new MyTenant(tenant.id(), tenant.name(), tenant.kind(), roleIn(tenant.id(), call)))
                .toList());
    }

    private MemberPage members(JsonCall call) {
        Memberships.Page page = memberships.list(tenant(call), call.query("cursor", UserId::new), call.limit());
        return new MemberPage(page.members(), page.next());
    }

    /// Operators may make anybody a member; everybody else has to invite them.
    private Member change(JsonCall call, RoleBody body) {
        return call.principal().operator()
                ? memberships.grant(tenant(call), user(call), body.role())
                : memberships.change(tenant(call), user(call), body.role(), roleOf(call));
    }

    private Member withdraw(JsonCall call) {
        return memberships.withdraw(tenant(call), user(call), roleOf(call));
    }

    private IssuedInvitation invite(JsonCall call, NewInvitation body) {
        if (tenants.find(tenant(call))
                .map(Tenant::kind)
                .filter(Kind.ORGANIZATION::equals)
                .isEmpty()) {
            throw new Conflict("personal_tenant", "A personal tenant has no other members.").asException();
        }
        Invitations.Issued issued = invitations.invite(
                tenant(call),
                body.email(),
                body.role(),
                new Inviter(call.principal().name(), roleOf(call)));
        return new IssuedInvitation(issued.invitation(), issued.token().reveal());
    }

    private WithdrawnInvitation withdrawInvitation(JsonCall call) {
        invitations.withdraw(tenant(call), call.path("id"));
        return new WithdrawnInvitation(true);
    }

    private AcceptedInvitation accept(JsonCall call, AcceptedToken body) {
        User user = call.principal()
                .user()
                .flatMap(users::find)
                .orElseThrow(() -> new NotAuthenticated("not_signed_in").asException());
        invitations.accept(Secret.of(body.token()), user.id(), new EmailAddress(user.email()));
        return new AcceptedInvitation(true);
    }

    /// Operators stand above every role.
    private static Role roleOf(JsonCall call) {
        return call.principal().operator() ? Role.OWNER : roleIn(tenant(call), call);
    }

    private static Role roleIn(TenantId tenant, JsonCall call) {
        return call.principal().roles().getOrDefault(tenant, Role.USER);
    }

    private static TenantId tenant(JsonCall call) {
        return call.path("tenant", TenantId::new, "tenant");
    }

    private static UserId user(JsonCall call) {
        return call.path("user", UserId::new, "member");
    }

    /// A tenant I belong to.
    record MyTenant(TenantId id, String name, Kind kind, Role role) {}

    /// The tenants I belong to, organisations first.
    record MyTenants(List<MyTenant> data) {}

    /// Some members, and the value of `cursor` for the next ones.
    record MemberPage(List<Member> data, Optional<UserId> nextCursor) {}

    /// What a member is to be.
    record RoleBody(Role role) {}

    /// Somebody to invite.
    record NewInvitation(EmailAddress email, Role role) {}

    /// A new invitation; its token is shown here and never again.
    record IssuedInvitation(Invitation invitation, String token) {}

    /// Invitations that can still be accepted, newest first.
    record InvitationList(List<Invitation> data) {}

    /// The invitation is worth nothing from now on.
    record WithdrawnInvitation(boolean withdrawn) {}

    /// What was handed over with an invitation.
    record AcceptedToken(String token) {}

    /// The tenant is among mine from now on.
    record AcceptedInvitation(boolean accepted) {}
}
