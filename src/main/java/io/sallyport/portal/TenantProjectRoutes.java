package io.sallyport.portal;

import static io.sallyport.identity.Permission.MANAGE_TENANT;
import static io.sallyport.identity.Permission.VIEW_TENANT;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.ModelNames;
import io.sallyport.tenant.Project;
import io.sallyport.tenant.Projects;
import io.sallyport.tenant.Projects.Wish;
import java.util.List;
import java.util.Optional;

/// The projects of a tenant for those who see and manage it.
public final class TenantProjectRoutes {
    private static final String HOME = "/api/tenants/{tenant}/projects";
    private static final int CREATED = 201;

    private final Projects projects;

    public TenantProjectRoutes(Projects projects) {
        this.projects = projects;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(
                        VIEW_TENANT,
                        HOME,
                        "List the projects of my tenant",
                        TenantProjects.class,
                        call -> new TenantProjects(projects.list(tenant(call)))),
                JsonRoute.taking(
                                MANAGE_TENANT,
                                TenantProjectBody.class,
                                "POST " + HOME,
                                "Make a project in my tenant",
                                Project.class,
                                (call, body) -> projects.create(tenant(call), body.wish(), "admin"))
                        .answering(CREATED),
                JsonRoute.taking(
                        MANAGE_TENANT,
                        TenantProjectBody.class,
                        "PUT " + HOME + "/{project}",
                        "Name a project of my tenant and say what its keys may use",
                        Project.class,
                        (call, body) -> projects.change(tenant(call), project(call), body.wish())));
    }

    private static TenantId tenant(JsonCall call) {
        return call.path("tenant", TenantId::new, "tenant");
    }

    private static ProjectId project(JsonCall call) {
        return call.path("project", ProjectId::new, "project");
    }

    /// How a project is to be.
    ///
    /// @param allowedModels absent for no restriction, empty for none
    record TenantProjectBody(DisplayName name, Optional<ModelNames> allowedModels) {

        Wish wish() {
            return new Wish(name, allowedModels);
        }
    }

    /// The projects of a tenant, oldest first.
    record TenantProjects(List<Project> data) {}
}
