package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.Role;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Requests that guardrails stopped: members say that one was stopped without reason, operators decide.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("GU20")
final class BlockedRequestsTest {
    private static final String MINE = "/api/blocked-requests";
    private static final String ALL = "/admin/api/guardrails/blocked";

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("fine")));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .alias("watched", "one/m")
            .section(
                    "guardrails",
                    Json.object()
                            .put(
                                    "input_guardrails",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("name", "no mail")
                                                    .put("type", "pii")
                                                    .put("models", Json.array().add("chat"))
                                                    .put("config", Json.object().put("action", "block")))
                                            .add(Json.object()
                                                    .put("name", "watch")
                                                    .put("type", "pii")
                                                    .put("priority", 1)
                                                    .put("mode", "monitor")
                                                    .put("config", Json.object().put("action", "block")))))
            .start();
    private final Passerby anybody = new Passerby(gateway.url());
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final Person member = Person.in(gateway, "ada@example.org");
    private final Person stranger = Person.in(gateway, "eve@example.org");
    private final String tenant = tenant();
    private final String key = Json.parse(
                    operator.post("/api/tenants/" + tenant + "/keys", "{\"display_name\":\"build\"}")
                            .body())
            .get("api_key")
            .text();

    private String tenant() {
        String id = Json.parse(operator.post("/admin/api/tenants", "{\"name\":\"Labs\"}")
                        .body())
                .get("id")
                .text();
        Json invitation = Json.parse(operator.post(
                        "/api/tenants/" + id + "/invitations", "{\"email\":\"ada@example.org\",\"role\":\"user\"}")
                .body());
        member.post(
                "/api/invitations/accept",
                Json.object()
                        .put("token", invitation.get("token").text())
                        .toJson()
                        .toString());
        return id;
    }

    @AfterAll
    void closes() {
        anybody.close();
        gateway.close();
        upstream.close();
    }

    private String stopped() {
        HttpResponse<String> heard = ask("chat");
        String id = heard.headers().firstValue("x-request-id").orElseThrow();
        assertThat(heard.statusCode()).isEqualTo(403);
        Installation.rows(
                gateway.database(),
                "select 1 from guardrail_run r join request_log l on l.id = r.request_id where r.name = 'no mail'"
                        + " and r.request_id = '" + id + "'",
                1);
        return id;
    }

    @Test
    void listsWhatWasStoppedByOrganisation() {
        String id = stopped();

        Json row = row(operator.read(ALL + "?tenant=" + tenant), id);
        Json elsewhere = operator.read(ALL + "?tenant=" + UUID.randomUUID());
        Json ours = operator.read("/api/tenants/" + tenant + "/blocked-requests");

        assertThat(row.get("name").text()).isEqualTo("no mail");
        assertThat(row.get("kinds").text()).isEqualTo("email 1");
        assertThat(row.get("tenant_id").text()).isEqualTo(tenant);
        assertThat(row.get("model").text()).isEqualTo("chat");
        assertThat(row.get("key_id").isText()).isTrue();
        assertThat(elsewhere.get("data").size()).isZero();
        assertThat(row(ours, id)).isEqualTo(row);
        assertThat(stranger.get("/api/tenants/" + tenant + "/blocked-requests").statusCode())
                .isEqualTo(404);
    }

    @Test
    void listsNothingThatWasOnlyWatchedAlsoWhenItsLogIsGone() {
        HttpResponse<String> heard = ask("watched");
        String id = heard.headers().firstValue("x-request-id").orElseThrow();
        Installation.rows(gateway.database(), "select 1 from guardrail_run where request_id = '" + id + "'", 1);
        Installation.rows(gateway.database(), "delete from request_log where id = '" + id + "' returning 1", 1);

        Json all = operator.read(ALL);

        assertThat(heard.statusCode()).isEqualTo(200);
        assertThat(all.get("data").elements())
                .extracting(row -> row.get("request_id").text())
                .doesNotContain(id);
    }

    @Test
    void takesAReportOfAMemberOnceAndADecisionAboutIt() {
        String id = stopped();

        HttpResponse<String> reported = report(member, id, "That is our own address.");
        HttpResponse<String> again = report(member, id, "Again.");
        HttpResponse<String> foreign = report(stranger, id, "Mine.");
        Json open = row(operator.read(ALL + "?report=open"), id);
        HttpResponse<String> decided = operator.send(
                "PUT", ALL + "/" + id + "/decision", "{\"decision\":\"accepted\",\"answer\":\"The list was wrong.\"}");

        assertThat(reported.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(open.get("reason").text()).isEqualTo("That is our own address.");
        assertThat(open.get("reported_by").text()).isEqualTo("ada@example.org");
        assertThat(Json.parse(decided.body()).get("report").text()).isEqualTo("accepted");
        assertThat(row(operator.read(ALL + "?report=accepted"), id)
                        .get("answer")
                        .text())
                .isEqualTo("The list was wrong.");
    }

    @Test
    void refusesReportsAndDecisionsAboutNothing() {
        String id = stopped();

        List<HttpResponse<String>> answers = List.of(
                report(member, UUID.randomUUID().toString(), "Which?"),
                operator.send("PUT", ALL + "/" + id + "/decision", "{\"decision\":\"rejected\",\"answer\":\"No.\"}"),
                report(member, id, " "),
                report(member, id, "x".repeat(1_001)));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(404, 404, 400, 400);
    }

    @Test
    void pagesThroughThem() {
        stopped();
        stopped();

        Json first = operator.read(ALL + "?limit=1");
        Json second = operator.read(
                ALL + "?limit=1&cursor=" + first.get("next_cursor").text());

        assertThat(first.get("data").size()).isEqualTo(1);
        assertThat(second.path("data.0.id").asLong())
                .isLessThan(first.path("data.0.id").asLong());
        assertThat(member.read(MINE).get("data").size()).isZero();
    }

    @Test
    @Tag("PG6")
    void letsAnOperatorDecideInTheConsole() {
        String id = stopped();
        report(member, id, "<b>Our own</b> address.");

        try (Browser browser = Browser.start();
                Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, operator.cookie())) {
            Page page = window.goTo("/admin/guardrails?report=open").page();
            page.locator("tr:has-text('" + id + "') button:text-is('Decide')").click();
            page.locator("dialog textarea[name=answer]").fill("It was right.");
            page.locator("dialog select[name=decision]").selectOption("rejected");
            page.locator("dialog button:text-is('Decide')").click();
            page.locator("text=Decided.").waitFor();

            assertThat(window.complaints()).isEmpty();
        }
        assertThat(row(operator.read(ALL + "?report=rejected"), id)
                        .get("decided_by")
                        .text())
                .isEqualTo("root@example.org");
    }

    @Test
    void letsAMemberSayOnAPageThatItWasWithoutReason() {
        String id = stopped();
        Person viewer = Person.in(gateway, "vera@example.org");
        new Memberships(gateway.database().database(), Clock.systemUTC())
                .grant(new TenantId(tenant), viewer.user().id(), Role.VIEWER);

        try (Browser browser = Browser.start();
                Window window = browser.open(gateway.url(), Look.NARROW_LIGHT, viewer.cookie())) {
            Page page = window.goTo("/account/stopped").page();
            page.locator("text=No request was stopped").waitFor();
            page.locator("select[aria-label='Whose']").selectOption(tenant);
            page.locator("button[aria-label='Report call " + id + "']").click();
            page.locator("dialog button:text-is('Report it')").click();
            String missing = page.locator("dialog .field-problem").textContent();
            page.locator("dialog textarea[name=reason]").fill("<b>Our own</b> address.");
            page.locator("dialog button:text-is('Report it')").click();
            page.locator("tr:has-text('" + id + "') .tag:text-is('reported')").waitFor();
            window.picture("stopped-requests");

            assertThat(missing).isEqualTo("Please fill this in.");
            assertThat(page.locator("tr:has-text('" + id + "')").textContent())
                    .contains("no mail", "email 1", "<b>Our own</b>");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    private HttpResponse<String> ask(String model) {
        return anybody.post(
                "/v1/chat/completions",
                ChatWords.question(model).replace("hello", "mail bob@example.org"),
                "authorization",
                "Bearer " + key);
    }

    private static HttpResponse<String> report(Person who, String id, String reason) {
        return who.post(
                MINE + "/" + id + "/report",
                Json.object().put("reason", reason).toJson().toString());
    }

    private static Json row(Json page, String request) {
        return page.get("data").elements().stream()
                .filter(row -> row.get("request_id").text().equals(request))
                .findFirst()
                .orElseThrow();
    }
}
