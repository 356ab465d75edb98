package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Overview and requests in the console, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("PG1")
@Tag("PG2")
@Tag("PG16")
final class ConsoleTrafficPagesTest {
    private static final String MARKUP = "<img src=x onerror=alert(1)>";

    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("fine")));
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("first", upstream.url())
            .backend("second", upstream.url())
            .alias("chat", "first/m", "second/m")
            .pricedByThousands()
            .word("content_capture", "full")
            .element(
                    "limits",
                    Json.object()
                            .put("name", "Calls of a day")
                            .put("scope", "tenant")
                            .put("metric", "requests")
                            .put("amount", 1000)
                            .put("window", "day"))
            .section(
                    "guardrails",
                    Json.object()
                            .put(
                                    "input_guardrails",
                                    Json.array()
                                            .add(Json.object()
                                                    .put("name", "personal data")
                                                    .put("type", "pii"))))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    /// The second target answers the first call; the second call fails at both.
    @BeforeAll
    void calls() {
        Script busy = Script.json(503, "{\"error\":{\"message\":\"busy\"}}");
        upstream.next(busy);
        call("mail ada@example.org");
        upstream.next(Script.json(400, "{\"error\":{\"message\":\"no\"}}"));
        call("hello");
        Installation.rows(gateway.database(), "select id from request_log", 2);
        Installation.rows(gateway.database(), "select id from guardrail_run", 2);
        Installation.rows(gateway.database(), "select request_id from usage_record", 2);
        Installation.rows(gateway.database(), "select request_id from attempt", 3);
        Installation.rows(gateway.database(), "select request_id from ledger_entry", 2);
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
        upstream.close();
    }

    private void call(String text) {
        try (SseClient answer = gateway.chat("chat", ",\"user\":\"" + text + "\"")) {
            answer.rest();
        }
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    void showsTheWholePlaceAtAGlance(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/overview").page();
            page.locator("svg[aria-label^='Calls over time']").waitFor();
            window.picture("console-overview-" + word(look));

            assertThat(page.locator(".overview").textContent())
                    .contains(
                            "Calls2", "Models", "chat", "Backends", "Tenants", "Called the gateway1", "Rows of usage0");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void leadsFromAModelToItsCalls() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/overview?period=24h").page();
            page.locator("a:text-is('chat')").first().click();
            page.locator("tbody .tag-bad").waitFor();

            assertThat(page.url()).endsWith("/admin/requests?model=chat");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("PG4")
    @Tag("F12")
    void tellsTheWholeStoryOfACall(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/requests?success=true").page();
            page.locator("tbody tr").first().waitFor();
            window.picture("console-requests-" + word(look));
            page.locator("tbody a").last().click();
            page.locator("h2:text-is('Guardrails')").waitFor();
            window.picture("console-request-" + word(look));

            assertThat(page.locator("main").textContent())
                    .contains(
                            "Why it went there",
                            "Where it was tried",
                            "second, m: 200",
                            "personal data (pii), in",
                            "Calls of a day",
                            "1 requests of 1,000 requests",
                            "Its event in the audit trail");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("PG3")
    @Tag("F12")
    void keepsItsFiltersInTheAddress() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/requests").page();
            page.locator("tbody tr").first().waitFor();
            page.locator("select[aria-label=Outcome]").selectOption("false");
            page.locator("tbody tr").first().waitFor();
            page.waitForFunction("() => !document.querySelector('tbody .tag-good')");

            assertThat(page.url()).endsWith("/admin/requests?success=false");
            assertThat(page.locator("tbody tr").count()).isPositive();
        }
    }

    @Test
    @Tag("PG3")
    @Tag("F12")
    void narrowsCallsByPathMethodAndStatus() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/requests").page();
            page.locator("select[aria-label=Status]").selectOption("400");
            page.locator("select[aria-label=Method]").selectOption("POST");
            page.locator("input[aria-label=Path]").fill("/v1/chat/completions");
            page.waitForURL("**endpoint=**");
            page.waitForFunction("() => document.querySelectorAll('tbody tr').length === 1");
            String found = page.locator("tbody").textContent();
            page.locator("select[aria-label=Method]").selectOption("GET");
            page.locator("text=Nothing matches").waitFor();

            assertThat(found).contains("400");
            assertThat(page.url()).contains("status=400", "method=GET");
        }
    }

    @Test
    @Tag("PG2")
    @Tag("F12")
    void turnsPages() {
        gateway.database().execute("""
                insert into request_log (id, started_at, method, path, operation, dialect, model, streamed, attempts,
                  status, code, success, total_us, own_us, bytes_in, bytes_out, remote_address)
                select (left(id::text, 24) || lpad(n::text, 12, '0'))::uuid, started_at, method, path, operation,
                  dialect, 'paged', streamed, attempts, status, code, success, total_us, own_us, bytes_in, bytes_out,
                  remote_address
                from (select * from request_log order by id limit 1) one, generate_series(1, 60) n
                """);
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/requests?model=paged").page();
            page.locator("tbody tr").nth(49).waitFor();
            page.locator("button:text-is('Next page')").click();
            page.locator("button:text-is('First page')").waitFor();

            assertThat(page.locator("tbody tr").count()).isEqualTo(10);
            assertThat(page.url()).contains("after=");
        }
    }

    @Test
    @Tag("PG5")
    @Tag("F12")
    void showsACallAsItEnds() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/requests").page();
            page.locator("tbody tr").first().waitFor();
            try (SseClient answer = gateway.chat(MARKUP.replace("\"", ""), "")) {
                answer.rest();
            }
            page.locator("tbody tr:has-text('onerror')").waitFor();

            assertThat(page.locator("tbody img").count()).isZero();
            assertThat(window.complaints()).isEmpty();
        }
    }
}
