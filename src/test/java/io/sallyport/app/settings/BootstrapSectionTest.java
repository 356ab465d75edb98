package io.sallyport.app.settings;

import static io.sallyport.app.settings.SettingsFixture.accepted;
import static io.sallyport.app.settings.SettingsFixture.problems;
import static io.sallyport.app.settings.SettingsFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.app.settings.BootstrapSettings.AdminUser;
import io.sallyport.app.settings.BootstrapSettings.BootstrapKey;
import io.sallyport.app.settings.BootstrapSettings.BootstrapMembership;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Secret;
import io.sallyport.tenant.EmailAddress;
import io.sallyport.tenant.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class BootstrapSectionTest {

    @Test
    @Tag("CF10")
    void readsEverything() {
        BootstrapSettings bootstrap = accepted(read("""
                        bootstrap:
                          tenants: [{name: demo}]
                          admin_users: [{email: ada@example.org, name: Ada, password: a sentence of mine}]
                          api_keys:
                            - {prefix: demo, secret: my-secret, tenant: demo, allowed_models: []}
                            - {prefix: other, secret: my-secret, name: Other}
                          memberships: [{user: bob@example.org, tenant: Demo, role: owner}]
                        """)).value().bootstrap();

        assertThat(bootstrap)
                .isEqualTo(new BootstrapSettings(
                        List.of(new DisplayName("demo")),
                        List.of(new AdminUser(
                                new EmailAddress("ada@example.org"),
                                "Ada",
                                Optional.of(Secret.of("a sentence of mine")))),
                        List.of(
                                new BootstrapKey(
                                        Secret.of("sk-demo.my-secret"),
                                        "demo",
                                        Optional.of(new DisplayName("demo")),
                                        Optional.of(List.of())),
                                new BootstrapKey(
                                        Secret.of("sk-other.my-secret"), "Other", Optional.empty(), Optional.empty())),
                        List.of(new BootstrapMembership(
                                new EmailAddress("bob@example.org"),
                                Optional.of(new DisplayName("Demo")),
                                Role.OWNER))));
    }

    @Test
    @Tag("CF11")
    void namesTheLineOfARoleThatIsNone() {
        List<String> problems = problems(read("""
                        bootstrap:
                          memberships:
                            - user: ada@example.org
                              role: emperor
                        """));

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("test.yaml:4: bootstrap.memberships[0].role: must be one of owner, admin, viewer, user");
    }

    @Test
    @Tag("CF11")
    void refusesWhatCannotBeMade() {
        List<String> problems = problems(read("""
                        bootstrap:
                          tenants: [{name: "de\\u200Bmo"}]
                          admin_users: [{email: ada, password: short}]
                          api_keys: [{prefix: "de mo", secret: x, tenant: nowhere}]
                        """));

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem).contains("tenants[0].name", "cannot be seen"))
                .anySatisfy(problem -> assertThat(problem).contains("admin_users[0].email", "e-mail address"))
                .anySatisfy(problem -> assertThat(problem).contains("admin_users[0].password", "12 to 256"))
                .anySatisfy(problem -> assertThat(problem).contains("api_keys[0]", "sk-<prefix>.<secret>"))
                .anySatisfy(problem -> assertThat(problem).contains("api_keys[0].tenant", "bootstrap.tenants"))
                .allSatisfy(problem -> assertThat(problem).doesNotContain("short"));
    }
}
