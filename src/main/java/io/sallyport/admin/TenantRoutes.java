package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.ModelNames;
import io.sallyport.tenant.Project;
import io.sallyport.tenant.Projects;
import io.sallyport.tenant.Tenant;
import io.sallyport.tenant.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Tenants and their projects for operators.
public final class TenantRoutes {
    private static final String HOME = "/admin/api/tenants";

    /// The path of the older gateway (requirement AP22).
    private static final String ALIAS = "/admin/tenants";

    private static final int CREATED = 201;

    private final Tenants tenants;
    private final Projects projects;

    public TenantRoutes(Tenants tenants, Projects projects) {
        this.tenants = tenants;
        this.projects = projects;
    }

    public List<JsonRoute> list() {
        return Stream.of(HOME, ALIAS)
                .flatMap(home -> Stream.concat(tenants(home), projects(home + "/{id}/projects")))
                .toList();
    }

    private Stream<JsonRoute> tenants(String home) {
        return Stream.of(
                JsonRoute.get(OPERATE, home, "List tenants, newest first", TenantPage.class, this::page),
                JsonRoute.taking(OPERATE, NewTenant.class, "POST " + home, "Make a tenant", Tenant.class, this::create)
                        .answering(CREATED),
                JsonRoute.get(OPERATE, home + "/{id}", "Show a tenant", Tenant.class, this::show),
                JsonRoute.taking(
                        OPERATE,
                        TenantBody.class,
                        "PUT " + home + "/{id}",
                        "Name a tenant and say what its keys may use",
                        Tenant.class,
                        (call, body) -> tenants.update(id(call), body.name(), body.allowedModels())),
                action(home, "suspend", "Refuse the keys of a tenant", tenants::suspend),
                action(home, "activate", "Take the keys of a tenant again", tenants::activate));
    }

    private static JsonRoute action(String home, String verb, String summary, Function<TenantId, Tenant> change) {
        return JsonRoute.action(OPERATE, home + "/{id}/" + verb, summary, Tenant.class, call -> change.apply(id(call)));
    }

    private Stream<JsonRoute> projects(String home) {
        return Stream.of(
                JsonRoute.get(OPERATE, home, "List the projects of a tenant", ProjectList.class, this::listProjects),
                JsonRoute.taking(
                                OPERATE,
                                NewProject.class,
                                "POST " + home,
                                "Make a project",
                                Project.class,
                                (call, body) -> projects.create(id(call), body.name(), "admin"))
                        .answering(CREATED),
                JsonRoute.taking(
                        OPERATE,
                        ProjectBody.class,
                        "PUT " + home + "/{project}",
                        "Say what the keys of a project may use",
                        Project.class,
                        (call, body) -> projects.allow(id(call), project(call), body.allowedModels())));
    }

    private TenantPage page(JsonCall call) {
        Tenants.Page page = tenants.list(call.query("search"), call.query("cursor", TenantId::new), call.limit());
        return new TenantPage(page.tenants(), page.next());
    }

    private Tenant create(JsonCall call, NewTenant body) {
        return tenants.create(body.name(), "admin");
    }

    private Tenant show(JsonCall call) {
        return tenants.find(id(call))
                .orElseThrow(() -> new NotFound("not_found", "There is no such tenant.").asException());
    }

    private ProjectList listProjects(JsonCall call) {
        return new ProjectList(projects.list(show(call).id()));
    }

    private static TenantId id(JsonCall call) {
        return call.path("id", TenantId::new, "tenant");
    }

    private static ProjectId project(JsonCall call) {
        return call.path("project", ProjectId::new, "project");
    }

    /// A tenant to be.
    record NewTenant(DisplayName name) {}

    /// How a tenant is to be.
    ///
    /// @param allowedModels absent for no restriction, empty for none
    record TenantBody(DisplayName name, Optional<ModelNames> allowedModels) {}

    /// Some tenants, and the value of `cursor` for the next ones.
    record TenantPage(List<Tenant> data, Optional<TenantId> nextCursor) {}

    /// A project to be.
    record NewProject(DisplayName name) {}

    /// How a project is to be.
    ///
    /// @param allowedModels absent for no restriction, empty for none
    record ProjectBody(Optional<ModelNames> allowedModels) {}

    /// The projects of a tenant, oldest first.
    record ProjectList(List<Project> data) {}
}
