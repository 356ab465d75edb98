package io.sallyport.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.lang.DisplayName;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.Tenant.Status;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class TenantsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    private final TestDatabase database = TestDatabase.migrated();
    private final Tenants tenants = new Tenants(database.database(), CLOCK);
    private final Projects projects = new Projects(database.database(), CLOCK);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("C26")
    void givesATenantItsFirstProject() {
        Tenant tenant = tenants.create(new DisplayName("Demo"), "admin");

        List<Project> found = projects.list(tenant.id());

        assertThat(tenants.find(tenant.id())).contains(tenant);
        assertThat(found)
                .singleElement()
                .satisfies(project ->
                        assertThat(new Home(project.tenant(), project.id())).isEqualTo(Home.of(tenant.id())));
    }

    @Test
    @Tag("L11")
    void refusesANameThatLooksLikeAnother() {
        Tenant tenant = tenants.create(new DisplayName("Finance"), "admin");
        Tenant other = tenants.create(new DisplayName("Sales"), "admin");

        assertThat(refusal(() -> tenants.create(new DisplayName("ﬁnance"), "admin")))
                .isEqualTo("name_taken");
        assertThat(refusal(() -> tenants.create(new DisplayName("DEFAULT"), "admin")))
                .isEqualTo("name_taken");
        assertThat(refusal(() -> tenants.update(other.id(), new DisplayName("FINANCE"), Optional.empty())))
                .isEqualTo("name_taken");
        assertThat(tenants.update(tenant.id(), new DisplayName("FINANCE"), Optional.empty())
                        .name())
                .isEqualTo("FINANCE");
    }

    @Test
    @Tag("ID19")
    void suspendsAndActivates() {
        Tenant tenant = tenants.create(new DisplayName("Demo"), "admin");

        Tenant suspended = tenants.suspend(tenant.id());
        List<Tenant> seen = tenants.active(List.of(tenant.id()));
        Tenant active = tenants.activate(tenant.id());

        assertThat(suspended.status()).isEqualTo(Status.SUSPENDED);
        assertThat(seen).isEmpty();
        assertThat(active.status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void neverSuspendsTheDefaultTenant() {
        assertThat(refusal(() -> tenants.suspend(Home.DEFAULT.tenant()))).isEqualTo("default_tenant");
    }

    @Test
    @Tag("ID41")
    void tellsAnEmptyListOfModelsFromNone() {
        Tenant tenant = tenants.create(new DisplayName("Demo"), "admin");
        DisplayName name = new DisplayName("Demo");

        Tenant nothing = tenants.update(tenant.id(), name, Optional.of(new ModelNames(List.of())));
        Tenant anything = tenants.update(tenant.id(), name, Optional.empty());

        assertThat(nothing.allowedModels()).contains(List.of());
        assertThat(anything.allowedModels()).isEmpty();
    }

    @Test
    void pagesAndSearchesLiterally() {
        List.of("a_1", "aX1", "b").forEach(name -> tenants.create(new DisplayName(name), "admin"));

        var first = tenants.list(Optional.empty(), Optional.empty(), 3);
        var second = tenants.list(Optional.empty(), first.next(), 3);
        var found = tenants.list(Optional.of("a_"), Optional.empty(), 3);

        assertThat(first.tenants()).hasSize(3);
        assertThat(second.tenants()).hasSize(1);
        assertThat(found.tenants()).extracting(Tenant::name).containsExactly("a_1");
    }

    @Test
    @Tag("ID20")
    void keepsTheProjectsOfTenantsApart() {
        Tenant one = tenants.create(new DisplayName("One"), "admin");
        Tenant two = tenants.create(new DisplayName("Two"), "admin");
        Project project = projects.create(one.id(), new DisplayName("App"), "admin");

        assertThat(projects.create(two.id(), new DisplayName("App"), "admin").id())
                .isNotEqualTo(project.id());
        assertThat(projects.find(two.id(), project.id())).isEmpty();
        assertThat(refusal(() -> projects.allow(two.id(), project.id(), Optional.empty())))
                .isEqualTo("not_found");
        assertThat(refusal(() -> projects.create(one.id(), new DisplayName("app"), "admin")))
                .isEqualTo("name_taken");
        assertThat(refusal(() -> projects.create(new TenantId("none"), new DisplayName("x"), "admin")))
                .isEqualTo("not_found");
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(RefusedException.class, call).refusal().code();
    }
}
