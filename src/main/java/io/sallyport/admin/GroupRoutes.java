package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Group;
import io.sallyport.identity.Groups;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Home;
import io.sallyport.tenant.ModelNames;
import io.sallyport.tenant.Tenants;
import java.util.List;
import java.util.Optional;

/// The groups that operators make.
public final class GroupRoutes {
    private static final String HOME = "/admin/api/groups";
    private static final int CREATED = 201;

    private final Groups groups;
    private final Tenants tenants;

    public GroupRoutes(Groups groups, Tenants tenants) {
        this.groups = groups;
        this.tenants = tenants;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List groups, newest first", GroupPage.class, this::page),
                JsonRoute.taking(OPERATE, NewGroup.class, "POST " + HOME, "Make a group", Group.class, this::create)
                        .answering(CREATED),
                JsonRoute.get(OPERATE, HOME + "/{id}", "Show a group and its members", GroupView.class, this::show),
                JsonRoute.taking(
                        OPERATE,
                        GroupBody.class,
                        "PUT " + HOME + "/{id}",
                        "Say what the members of a group may use",
                        Group.class,
                        (call, body) -> groups.allow(call.path("id"), body.allowedModels())),
                JsonRoute.delete(
                        OPERATE, HOME + "/{id}", "Delete a group", Group.class, call -> groups.delete(call.path("id"))),
                JsonRoute.taking(
                        OPERATE,
                        NewGroupMember.class,
                        "POST " + HOME + "/{id}/members",
                        "Put a user into a group",
                        Group.class,
                        (call, body) -> groups.add(call.path("id"), body.user())),
                JsonRoute.delete(
                        OPERATE,
                        HOME + "/{id}/members/{user}",
                        "Take a user out of a group",
                        Group.class,
                        call -> groups.remove(call.path("id"), call.path("user", UserId::new, "user"))));
    }

    private GroupPage page(JsonCall call) {
        Groups.Page page = groups.list(call.query("tenant", TenantId::new), call.query("cursor"), call.limit());
        return new GroupPage(page.groups(), page.next());
    }

    private Group create(JsonCall call, NewGroup body) {
        TenantId tenant = body.tenant().orElse(Home.DEFAULT.tenant());
        if (tenants.find(tenant).isEmpty()) {
            throw new BadRequest("invalid_value", "There is no such tenant.", "tenant").asException();
        }
        return groups.create(tenant, body.name(), body.allowedModels(), "admin");
    }

    private GroupView show(JsonCall call) {
        Group group = groups.find(call.path("id"))
                .orElseThrow(() -> new NotFound("not_found", "There is no such group.").asException());
        return new GroupView(
                group,
                groups.members(group.id()).stream()
                        .map(user -> new GroupMember(user.id(), user.email(), user.name()))
                        .toList());
    }

    /// A group to be.
    ///
    /// @param tenant the default one when absent
    /// @param allowedModels absent for no restriction, empty for none
    record NewGroup(Optional<TenantId> tenant, DisplayName name, Optional<ModelNames> allowedModels) {}

    /// How a group is to be.
    ///
    /// @param allowedModels absent for no restriction, empty for none
    record GroupBody(Optional<ModelNames> allowedModels) {}

    /// Who is to be in a group.
    record NewGroupMember(UserId user) {}

    /// Who was put into a group here.
    record GroupMember(UserId user, String email, String name) {}

    /// A group and those who were put into it here; those whom an identity provider names are not listed.
    record GroupView(Group group, List<GroupMember> members) {}

    /// Some groups, and the value of `cursor` for the next ones.
    record GroupPage(List<Group> data, Optional<String> nextCursor) {}
}
