package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.identity.SessionLife;
import io.sallyport.identity.Sessions;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tenants from their making to their suspension, by the doors that operators and members use.
@Tag("O8")
final class TenantsJourneyTest {
    private static final String ADMIN = "operators-of-the-test";
    private static final Map<String, String> SECRETS =
            Map.of("SALLYPORT_KEY_HASH_SECRET", "a-pepper-that-only-tests-use");

    private static final String SETTINGS = """
            deployment_profile: standard
            auth: {admin_api_keys: [%s], enable_named_client_keys: true}
            authorization: {enforce_model_allowlists: true}
            admin_api: {enabled: true}
            health: {check_interval: 0s}
            database: {acquire_timeout: 10s}
            bootstrap:
              tenants: [{name: demo}]
              admin_users: [{email: ada@example.org, password: a sentence of mine}]
              api_keys: [{prefix: demo, secret: my-secret, tenant: demo, rate_limit: {requests_per_minute: 600}}]
              memberships: [{user: olga@example.org, tenant: demo, role: owner}]
              tenant_limits: [{tenant: demo, requests_per_minute: 1000}]
              tenant_budgets:
                - tenant: demo
                  budget_usd: 150
                  refresh_schedule: weekly
                  warning_threshold: 0.75
                  alert_emails: [ops@example.org]
                  alert_cooldown: 90m
            """.formatted(ADMIN);

    private final TestDatabase database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("O1")
    @Tag("CF10")
    @Tag("CF11")
    void makesWhatTheSettingsNameOnce() {
        try (Installation first = start()) {
            assertThat(models(first, "sk-demo.my-secret").statusCode()).isEqualTo(200);
        }
        database.execute("update membership set role = 'viewer' where role = 'owner' and tenant_id in "
                + "(select id from tenant where name = 'demo')");
        database.execute("update app_user set operator = false where email = 'ada@example.org'");

        try (Installation again = start()) {
            assertThat(models(again, "sk-demo.my-secret").statusCode()).isEqualTo(200);
        }

        assertThat(database.rows("select count(*) from tenant where name = 'demo'"))
                .containsExactly(List.of("1"));
        assertThat(database.rows("select count(*) from api_key where prefix = 'demo'"))
                .containsExactly(List.of("1"));
        assertThat(database.rows("select email, operator, password_hash like '$argon2id$%' from app_user "
                        + "where source = 'bootstrap' order by email"))
                .extracting(row -> row.subList(0, 2))
                .containsExactly(List.of("ada@example.org", "f"), List.of("olga@example.org", "f"));
        assertThat(database.rows(
                        "select role from membership m join tenant t on t.id = m.tenant_id " + "where t.name = 'demo'"))
                .containsExactly(List.of("viewer"));
    }

    @Test
    @Tag("O1")
    void keepsTheLimitsOfTheSettingsOnce() {
        start().close();
        String tenant = database.rows("select id from tenant where name = 'demo'")
                .getFirst()
                .getFirst();
        String key = database.rows("select id from api_key where prefix = 'demo'")
                .getFirst()
                .getFirst();

        try (Installation again = start()) {
            List<Json> limits = json(again.get("/admin/api/limits", operator())).get("data").elements().stream()
                    .filter(limit -> limit.get("subject").isPresent())
                    .toList();

            assertThat(limits)
                    .extracting(limit -> List.of(
                            limit.get("subject").text(),
                            limit.get("metric").text(),
                            limit.get("amount").text(),
                            limit.get("window").text(),
                            limit.get("warn_at").asLong()))
                    .containsExactlyInAnyOrder(
                            List.of(tenant, "requests", "1000", "minute", 800L),
                            List.of(tenant, "cost", "150", "week", 750L),
                            List.of(key, "requests", "600", "minute", 800L));
            assertThat(limits.toString()).contains("ops@example.org", "\"alert_cooldown_seconds\":5400");
        }
    }

    @Test
    @Tag("O1")
    void doesNotStartWithARoleNobodyKnows() {
        String wrong = SETTINGS.replace("role: owner", "role: emperor");

        assertThatThrownBy(() -> Installation.of(wrong, database, SECRETS))
                .hasMessageContaining("bootstrap.memberships[0].role")
                .hasMessageContaining("owner, admin, viewer, user");
    }

    @Test
    @Tag("ID19")
    @Tag("ID20")
    @Tag("ID26")
    @Tag("AU28")
    void keepsTenantsApartAndRefusesTheKeysOfASuspendedOne() {
        try (Installation gateway = start()) {
            String tenant = json(gateway.get("/admin/api/tenants?search=demo", operator()))
                    .get("data")
                    .at(0)
                    .get("id")
                    .text();
            String[] olga = signedIn("olga@example.org");
            HttpResponse<String> issued =
                    gateway.post("/api/tenants/" + tenant + "/keys", "{\"display_name\":\"build\"}", olga);
            String key = json(issued).get("api_key").text();
            String keyId = json(issued).path("key.id").text();

            HttpResponse<String> foreign =
                    gateway.post("/api/tenants/" + id("olga@example.org") + "/keys/" + keyId + "/revoke", "", olga);
            int before = models(gateway, key).statusCode();
            HttpResponse<String> suspended = gateway.post("/admin/api/tenants/" + tenant + "/suspend", "", operator());
            HttpResponse<String> after = refused(gateway, key);
            HttpResponse<String> members = gateway.get("/api/tenants/" + tenant + "/members", olga);
            Json events = json(gateway.get("/admin/api/audit/events?tenant=" + tenant, operator()))
                    .get("data");

            assertThat(issued.statusCode()).isEqualTo(201);
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(before).isEqualTo(200);
            assertThat(json(suspended).get("status").text()).isEqualTo("suspended");
            assertThat(after.statusCode()).isEqualTo(403);
            assertThat(after.body()).contains("account_disabled");
            assertThat(members.statusCode()).isEqualTo(404);
            assertThat(events.elements())
                    .extracting(event -> event.get("action").text() + " "
                            + event.get("actor").text() + " "
                            + event.get("resource_id").text())
                    .containsExactly("tenant.suspend admin:1 " + tenant, "key.create olga@example.org " + keyId);
            assertThat(events.toString()).doesNotContain(key);
        }
    }

    @Test
    @Tag("ID22")
    void letsWhoWasInvitedIn() {
        try (Installation gateway = start()) {
            String tenant = database.rows("select id from tenant where name = 'demo'")
                    .getFirst()
                    .getFirst();
            String[] olga = signedIn("olga@example.org");
            new Users(database.database(), Clock.systemUTC()).addLocal("bob@example.org", "Bob", "admin");
            String[] bob = signedIn("bob@example.org");
            String token = json(gateway.post(
                            "/api/tenants/" + tenant + "/invitations",
                            "{\"email\":\"Bob@example.org\",\"role\":\"admin\"}",
                            olga))
                    .get("token")
                    .text();

            HttpResponse<String> accepted =
                    gateway.post("/api/invitations/accept", "{\"token\":\"" + token + "\"}", bob);
            Json mine = json(gateway.get("/api/tenants", bob)).get("data");
            HttpResponse<String> above = gateway.send(
                    "PUT", "/api/tenants/" + tenant + "/members/" + id("bob@example.org"), "{\"role\":\"owner\"}", bob);

            assertThat(accepted.statusCode()).isEqualTo(200);
            assertThat(mine.elements())
                    .extracting(found ->
                            found.get("name").text() + " " + found.get("role").text())
                    .contains("demo admin");
            assertThat(above.statusCode()).isEqualTo(403);
            assertThat(above.body()).contains("role_exceeds_grantor");
        }
    }

    @Test
    void managesPeopleAndTenantsByCommands() {
        try (Installation gateway = start()) {
            var made = gateway.command(ADMIN, "tenant create Finance");
            var listed = gateway.command(ADMIN, "tenant list --search fin");
            var added = gateway.command(ADMIN, "user add eve@example.org --name Eve");
            var promoted = gateway.command(ADMIN, "user promote eve@example.org");
            var link = gateway.command(ADMIN, "user link EVE@example.org");
            var suspended = gateway.command(ADMIN, "user suspend eve@example.org");
            var unknown = gateway.command(ADMIN, "user link nobody@example.org");

            assertThat(made.output()).contains("Finance has the id");
            assertThat(listed.output()).contains("Finance").doesNotContain("demo");
            assertThat(added.output()).contains("/login#link=");
            assertThat(promoted.output()).contains("eve@example.org is active, an operator");
            assertThat(link.output()).contains("/login#link=", "eve@example.org");
            assertThat(suspended.output()).contains("eve@example.org is suspended");
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.output()).contains("Nobody has the address");
        }
    }

    private Installation start() {
        return Installation.of(SETTINGS, database, SECRETS);
    }

    private static String[] operator() {
        return new String[] {"authorization", "Bearer " + ADMIN};
    }

    private String[] signedIn(String email) {
        User user = new Users(database.database(), Clock.systemUTC())
                .findLocal(email)
                .orElseThrow();
        Secret token = new Sessions(database.database(), () -> SessionLife.USUAL, Clock.systemUTC())
                .open(user, new Sessions.Browser("test", "127.0.0.1"), Optional.empty())
                .token();
        return new String[] {
            "cookie",
            "sallyport_session=" + token.reveal(),
            "x-csrf-token",
            Sessions.proof(token).reveal()
        };
    }

    private String id(String email) {
        return new Users(database.database(), Clock.systemUTC())
                .findLocal(email)
                .orElseThrow()
                .id()
                .value();
    }

    private static HttpResponse<String> models(Installation gateway, String key) {
        return gateway.get("/v1/models", "authorization", "Bearer " + key);
    }

    /// The first answer that is not 200, or the last one before patience ends.
    private static HttpResponse<String> refused(Installation gateway, String key) {
        return Await.answer(() -> models(gateway, key), answer -> answer.statusCode() != 200);
    }

    private static Json json(HttpResponse<String> answer) {
        return Json.parse(answer.body());
    }
}
