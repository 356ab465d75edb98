package io.sallyport.tenant;

import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;

/// Where something belongs: a tenant and one of its projects.
public record Home(TenantId tenant, ProjectId project) {
    /// Where everything is that belongs nowhere else.
    public static final Home DEFAULT = of(new TenantId("default"));

    /// A tenant and the project it was born with, which has the tenant's id.
    public static Home of(TenantId tenant) {
        return new Home(tenant, new ProjectId(tenant.value()));
    }
}
