package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.Role;
import io.sallyport.tenant.Tenants;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.UsedCalls;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Reports of usage as operators, members of tenants and people read them.
@Tag("US11")
@TestInstance(Lifecycle.PER_CLASS)
final class UsageReportsTest {
    private static final String OCTOBER = "?start=2026-10-01&end=2026-10-31";

    private GatewayHarness gateway;
    private Person operator;
    private Person ada;
    private Person bob;
    private TenantId ours;
    private TenantId theirs;

    @BeforeAll
    void start() {
        gateway = GatewayHarness.with()
                .section("reporting", Json.object().put("timezone", "Europe/Berlin"))
                .start();
        operator = Person.operator(gateway, "operator@example.org");
        ada = Person.in(gateway, "ada@example.org");
        bob = Person.in(gateway, "bob@example.org");
        Tenants tenants = new Tenants(gateway.database().database(), Clock.systemUTC());
        Memberships memberships = new Memberships(gateway.database().database(), Clock.systemUTC());
        ours = tenants.create(new DisplayName("Ours"), "test").id();
        theirs = tenants.create(new DisplayName("Theirs"), "test").id();
        memberships.grant(ours, ada.user().id(), Role.VIEWER);
        memberships.grant(theirs, bob.user().id(), Role.ADMIN);
        calls(ours, ada).with("alias", "=cmd|'/c calc'!A1").times(3).in(gateway.database());
        calls(theirs, bob).with("alias", "plain").times(2).in(gateway.database());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    @Tag("US7")
    void showsOperatorsEverything() {
        Json sums = operator.read("/admin/api/usage/summary" + OCTOBER);
        Json groups = operator.read("/admin/api/usage/breakdown" + OCTOBER + "&by=tenant");

        assertThat(sums.path("total.calls").asLong()).isEqualTo(5);
        assertThat(sums.path("total.cost_usd").text()).isEqualTo("0.000005");
        assertThat(sums.path("total.first_token_ms").asLong()).isEqualTo(500);
        assertThat(sums.path("total.latency_ms").asLong()).isEqualTo(2000);
        assertThat(sums.path("total.tokens_per_second").decimal()).isEqualByComparingTo("33.3");
        assertThat(sums.path("before.calls").asLong()).isZero();
        assertThat(texts(groups.get("groups"), "label")).containsExactly("Ours", "Theirs");
    }

    @Test
    void showsTheGroupsThatAreNamed() {
        String home = "/admin/api/usage/breakdown" + OCTOBER + "&by=tenant&of=";

        Json named = operator.read(home + theirs.value() + ",nobody");
        HttpResponse<String> tooMany = operator.get(home + "a,".repeat(200) + "a");

        assertThat(texts(named.get("groups"), "label")).containsExactly("Theirs");
        assertThat(named.path("total.calls").asLong()).isEqualTo(2);
        assertThat(tooMany.statusCode()).isEqualTo(400);
    }

    @Test
    void showsMembersTheirTenantOnly() {
        Json sums = ada.read("/api/tenants/" + ours.value() + "/usage/summary" + OCTOBER);
        HttpResponse<String> foreign = ada.get("/api/tenants/" + theirs.value() + "/usage/summary" + OCTOBER);
        HttpResponse<String> smuggled =
                ada.get("/api/tenants/" + ours.value() + "/usage/summary" + OCTOBER + "&tenant=" + theirs.value());

        assertThat(sums.path("total.calls").asLong()).isEqualTo(3);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(smuggled.statusCode()).isEqualTo(400);
    }

    @Test
    void tellsOnlyManagersWhoUsedHowMuch() {
        String byUser = "/usage/breakdown" + OCTOBER + "&by=user";

        Json managed = bob.read("/api/tenants/" + theirs.value() + byUser);
        HttpResponse<String> viewed = ada.get("/api/tenants/" + ours.value() + byUser);

        assertThat(texts(managed.get("groups"), "label")).containsExactly("bob@example.org");
        assertThat(viewed.statusCode()).isEqualTo(400);
    }

    @Test
    void showsPeopleTheirOwn() {
        Json own = ada.read("/api/usage/breakdown" + OCTOBER + "&by=key");
        Json older = ada.read("/user/usage/summary" + OCTOBER);
        HttpResponse<String> foreign = ada.get(
                "/api/usage/summary" + OCTOBER + "&user=" + bob.user().id().value());

        assertThat(own.path("total.calls").asLong()).isEqualTo(3);
        assertThat(older.path("total.calls").asLong()).isEqualTo(3);
        assertThat(foreign.statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("US12")
    void countsDaysInTheZoneThatIsAskedFor() {
        Json berlin = operator.read("/admin/api/usage/series?start=2026-10-24&end=2026-10-26");
        Json tokyo =
                operator.read("/admin/api/usage/series?start=2026-10-24&end=2026-10-26&timezone=Asia/Tokyo&step=day");

        assertThat(berlin.get("timezone").text()).isEqualTo("Europe/Berlin");
        assertThat(berlin.get("step").text()).isEqualTo("day");
        assertThat(texts(berlin.get("points"), "start"))
                .containsExactly("2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assertThat(calls(berlin)).containsExactly(0L, 5L, 0L);
        assertThat(calls(tokyo)).containsExactly(0L, 0L, 5L);
    }

    @Test
    void comparesUpToTenGroups() {
        Json lines = operator.read("/admin/usage/compare" + OCTOBER + "&by=user&step=week&limit=10");
        Json named = operator.read("/admin/api/usage/compare" + OCTOBER + "&by=model&of=plain,none");
        HttpResponse<String> eleven =
                operator.get("/admin/api/usage/compare" + OCTOBER + "&by=model&of=" + "m,".repeat(10) + "m");

        assertThat(texts(lines.get("lines"), "total.label")).containsExactly("ada@example.org", "bob@example.org");
        assertThat(lines.path("lines.0.points").size()).isEqualTo(5);
        assertThat(texts(named.get("lines"), "total.name")).containsExactly("plain", "none");
        assertThat(calls(named.path("lines.1")).stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isZero();
        assertThat(eleven.statusCode()).isEqualTo(400);
    }

    @Test
    void refusesMoreThan180Days() {
        String most = "/admin/api/usage/series?start=2026-01-01&end=2026-06-29";
        String tooMuch = "/admin/api/usage/series?start=2026-01-01&end=2026-06-30";
        String backwards = "/admin/api/usage/series?start=2026-02-01&end=2026-01-01";

        assertThat(operator.get(most).statusCode()).isEqualTo(200);
        assertThat(Json.parse(operator.get(tooMuch).body()).path("error.code").text())
                .isEqualTo("period_too_long");
        assertThat(operator.get(backwards).statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("US14")
    void handsOutFilesThatSpreadsheetsCannotRun() {
        HttpResponse<String> file = operator.get("/admin/api/usage/breakdown" + OCTOBER + "&by=model&format=csv");

        List<String> lines = file.body().lines().toList();
        assertThat(file.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
        assertThat(file.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"usage-breakdown.csv\"");
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).startsWith("name,label,calls,errors,input_tokens");
        assertThat(lines.get(1)).startsWith("'=cmd|'/c calc'!A1,,3,0,300,60,0,150,30,0,0,0.000003,2000,500,33.3");
        assertThat(file.body()).endsWith("\r\n");
    }

    private static UsedCalls calls(TenantId tenant, Person person) {
        return UsedCalls.at("2026-10-25T20:30:00Z")
                .with("tenant_id", tenant.value())
                .with("user_id", person.user().id().value())
                .with("key_id", "key-of-" + person.user().email());
    }

    private static List<Long> calls(Json series) {
        return series.get("points").elements().stream()
                .map(point -> point.path("used.calls").asLong())
                .toList();
    }

    private static List<String> texts(Json list, String path) {
        return list.elements().stream().map(one -> one.path(path).text()).toList();
    }
}
