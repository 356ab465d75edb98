package io.sallyport.report;

import static io.sallyport.usage.Dimension.BACKEND;
import static io.sallyport.usage.Dimension.BACKEND_PROFILE;
import static io.sallyport.usage.Dimension.END_USER;
import static io.sallyport.usage.Dimension.KEY;
import static io.sallyport.usage.Dimension.MODEL;
import static io.sallyport.usage.Dimension.OPERATION;
import static io.sallyport.usage.Dimension.PRINCIPAL;
import static io.sallyport.usage.Dimension.PROJECT;
import static io.sallyport.usage.Dimension.STATUS;
import static io.sallyport.usage.Dimension.TENANT;
import static io.sallyport.usage.Dimension.USER;

import io.sallyport.door.JsonCall;
import io.sallyport.identity.Permission;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.usage.Dimension;
import io.sallyport.usage.UsageQuestion;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Who reads reports, and how much of them.
enum Audience {
    OPERATORS(Permission.OPERATE),
    MEMBERS(Permission.VIEW_TENANT),
    ONESELF(Permission.SIGNED_IN);

    private static final Set<Dimension> OF_A_TENANT = Set.of(PROJECT, KEY, BACKEND_PROFILE, OPERATION, MODEL, STATUS);
    /// Who used how much is the business of those who manage a tenant.
    private static final Set<Dimension> OF_PEOPLE = Set.of(USER, PRINCIPAL, END_USER);

    private static final Set<Dimension> OF_ONESELF = Set.of(KEY, BACKEND_PROFILE, BACKEND, OPERATION, MODEL, STATUS);

    private final Permission permission;

    Audience(Permission permission) {
        this.permission = permission;
    }

    Permission permission() {
        return permission;
    }

    /// Where its reports are; the first is the path of this gateway, the others are those of older ones.
    List<String> paths() {
        return switch (this) {
            case OPERATORS -> List.of("/admin/api/usage", "/admin/usage");
            case MEMBERS -> List.of("/api/tenants/{tenant}/usage");
            case ONESELF -> List.of("/api/usage", "/user/usage");
        };
    }

    /// What a reader may divide and filter by.
    Set<Dimension> dimensions(JsonCall call) {
        return switch (this) {
            case OPERATORS -> EnumSet.allOf(Dimension.class);
            case MEMBERS ->
                ofTenant(call.principal().may(Permission.MANAGE_TENANT, tenant(call)) ? OF_PEOPLE : Set.of());
            case ONESELF -> OF_ONESELF;
        };
    }

    private static Set<Dimension> ofTenant(Set<Dimension> more) {
        Set<Dimension> all = EnumSet.copyOf(OF_A_TENANT);
        all.addAll(more);
        return all;
    }

    /// A question without what is none of the reader's business.
    UsageQuestion narrowed(UsageQuestion question, JsonCall call) {
        return switch (this) {
            case OPERATORS -> question;
            case MEMBERS -> question.with(TENANT, tenant(call).value());
            case ONESELF ->
                question.with(USER, call.principal().user().map(UserId::value).orElseThrow());
        };
    }

    private static TenantId tenant(JsonCall call) {
        return call.path("tenant", TenantId::new, "tenant");
    }
}
