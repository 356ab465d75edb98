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
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.LimitWish;
import io.sallyport.limit.Metric;
import io.sallyport.limit.WindowText;
import io.sallyport.tenant.EmailAddress;
import io.sallyport.tenant.Role;
import java.time.Duration;
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
                            - prefix: other
                              secret: my-secret
                              name: Other
                              rate_limit: {requests_per_minute: 60, parallel_requests: 5}
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
                                        Optional.of(List.of()),
                                        List.of()),
                                new BootstrapKey(
                                        Secret.of("sk-other.my-secret"),
                                        "Other",
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(
                                                wish("requests_per_minute", Metric.REQUESTS, "60", "minute"),
                                                wish("parallel_requests", Metric.PARALLEL, "5", "")))),
                        List.of(new BootstrapMembership(
                                new EmailAddress("bob@example.org"), Optional.of(new DisplayName("Demo")), Role.OWNER)),
                        List.of()));
    }

    private static LimitWish wish(String name, Metric metric, String amount, String window) {
        return new LimitWish(Optional.of(new DisplayName(name)), metric, amount, Optional.of(window));
    }

    @Test
    @Tag("CF10")
    @Tag("LI5")
    void readsLimitsOfTenantsAsThoseThatNameThem() {
        Settings settings = accepted(read("""
                        bootstrap:
                          tenants: [{name: demo}]
                          tenant_limits:
                            - {tenant: Demo, requests_per_minute: 120, tokens_per_minute: 120000, parallel_requests: 20}
                            - {requests_per_minute: 7}
                          tenant_budgets:
                            - tenant: demo
                              budget_usd: 150
                              refresh_schedule: weekly
                              warning_threshold: 0.75
                              alert_emails: [ops@example.org]
                              alert_cooldown: 90m
                        limits: [{name: mine, scope: global, metric: requests, amount: 1}]
                        """)).value();

        assertThat(settings.allLimits().limits())
                .extracting(limit -> List.of(
                        limit.coverage().subject().orElse(""),
                        limit.metric(),
                        WindowText.of(limit.window()),
                        limit.amount().toString()))
                .containsExactly(
                        List.of("", Metric.REQUESTS, "month", "1"),
                        List.of("demo", Metric.REQUESTS, "minute", "120"),
                        List.of("demo", Metric.TOKENS, "minute", "120000"),
                        List.of("demo", Metric.PARALLEL, "", "20"),
                        List.of("default", Metric.REQUESTS, "minute", "7"),
                        List.of("demo", Metric.COST, "week", "150000000000000"));
        assertThat(settings.allLimits().limits().getLast().rules())
                .isEqualTo(new LimitRules(
                        LimitRules.Action.REFUSE,
                        LimitRules.Unpriced.ALLOW,
                        750,
                        List.of("ops@example.org"),
                        List.of(),
                        Optional.of(Duration.ofMinutes(90))));
    }

    @Test
    @Tag("CF10")
    void refusesALimitOfATenantThatIsNotMade() {
        List<String> problems = problems(read("""
                        bootstrap:
                          tenant_limits: [{tenant: nowhere, requests_per_minute: 1}]
                          tenant_budgets: [{tenant: nobody, budget_usd: 1, refresh_schedule: whenever}]
                        """));

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem).contains("tenant_limits[0].tenant", "bootstrap.tenants"))
                .anySatisfy(problem -> assertThat(problem).contains("tenant_budgets[0].tenant", "bootstrap.tenants"))
                .anySatisfy(problem -> assertThat(problem).contains("tenant_budgets[0].refresh_schedule", "month"));
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
