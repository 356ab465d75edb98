package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The console: who may open it, status and backends, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("AP18")
final class ConsolePagesTest {
    private static final long LARGEST_VIEW = 100_000;
    private static final String MODELS = "{\"data\":[{\"id\":\"small\"},{\"id\":\"large\"}]}";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, MODELS));
    private final GatewayHarness gateway =
            GatewayHarness.with().backend("fixed", vendor()).start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    @BeforeAll
    void asksTheBackendOnce() {
        root.post("/admin/api/backends/fixed/test", "");
    }

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
        upstream.close();
    }

    /// Where the listing of models is scripted, too.
    private URI vendor() {
        return upstream.url().resolve("/vendor");
    }

    private Window open(Look look) {
        return browser.open(gateway.url(), look, root.cookie());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "backends", "profiles", "policies", "people", "keys"})
    @Tag("J01")
    void keepsOutWhoIsNoOperator(String screen) {
        Person ada = Person.in(gateway, "ada@example.org");
        try (Window person = browser.open(gateway.url(), Look.WIDE_LIGHT, ada.cookie());
                Window stranger = browser.open(gateway.url(), Look.WIDE_LIGHT)) {
            int status = person.status("/admin/" + screen);
            stranger.goTo("/admin/" + screen);

            assertThat(status).isEqualTo(403);
            assertThat(ada.get("/admin/api/" + (screen.equals("people") ? "users" : screen))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(stranger.page().url()).endsWith("/login?next=%2Fadmin%2F" + screen);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "backends", "profiles", "policies", "people", "keys"})
    void loadsTheFirstViewWithFewBytes(String screen) {
        try (Window window = open(Look.WIDE_LIGHT)) {
            window.goTo("/admin/" + screen);

            assertThat(window.received()).isBetween(1L, LARGEST_VIEW);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AP24")
    void beginsWithTheOverview() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            window.goTo("/admin");

            assertThat(window.page().url()).endsWith("/admin/overview");
            assertThat(window.page().locator(".side [aria-current]").textContent())
                    .isEqualTo("Overview");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT", "HUGE_LIGHT"})
    @Tag("AP1")
    void showsHowEverythingDoes(Look look) {
        try (Window window = open(look)) {
            window.goTo("/admin/status").page().locator("tbody tr").first().waitFor();
            window.picture("console-status-" + word(look));

            assertThat(window.page().locator("tbody").first().textContent())
                    .contains("postgresql", "migrations", "fixed");
            assertThat(window.page().locator(".figure-good").textContent()).isEqualTo("Everything works");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AP1")
    void asksAgainOnlyWhileItIsLookedAt() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.page();
            AtomicInteger asked = new AtomicInteger();
            page.onRequest(request -> {
                if (request.url().endsWith("/admin/api/status")) {
                    asked.incrementAndGet();
                }
            });
            page.clock().install();
            window.goTo("/admin/status").page().locator("tbody tr").first().waitFor();

            page.waitForResponse("**/admin/api/status", () -> page.clock().runFor(5000));
            int seen = asked.get();
            page.evaluate("() => { Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
                    + " document.dispatchEvent(new Event('visibilitychange')); }");
            page.clock().runFor(60_000);
            int hidden = asked.get();
            page.waitForResponse(
                    "**/admin/api/status",
                    () -> page.evaluate("() => { delete document.hidden;"
                            + " document.dispatchEvent(new Event('visibilitychange')); }"));

            assertThat(seen).isGreaterThanOrEqualTo(2);
            assertThat(hidden).isEqualTo(seen);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("AP2")
    @Tag("C20")
    void marksWhatTheConfigurationSays(Look look) {
        try (Window window = open(look)) {
            Page page = window.goTo("/admin/backends").page();
            page.locator("tbody tr").first().waitFor();
            window.picture("console-backends-" + word(look));
            String row = page.locator("tbody tr:has-text('fixed')").textContent();
            page.locator("tbody a:text-is('fixed')").click();
            page.locator(".note").first().waitFor();
            window.picture("console-backend-config-" + word(look));

            assertThat(row).contains("config sallyport.yaml:1", "up");
            assertThat(page.locator(".note").first().textContent()).contains("sallyport.yaml:1");
            assertThat(page.locator("main form").count()).isZero();
            assertThat(page.locator("button:text-is('Delete')").count()).isZero();
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("AP2")
    @Tag("AP20")
    void addsTriesChangesAndDeletesABackend() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/backends").page();
            page.locator("text=Add a backend").click();
            page.locator("[name=name]").fill("second");
            page.locator("[name=kind]").selectOption("openai_compatible");
            page.locator("[name=base_url]").fill(vendor().toString());
            page.locator("[name=api_key]").fill("sk-console-canary-0123456789");
            page.locator("text=Test before saving").click();
            page.locator(".note-good").waitFor();
            window.picture("console-backend-new");
            assertThat(page.locator(".note-good").textContent()).contains("It works", "small", "large");

            page.locator("button:text-is('Add the backend')").click();
            page.waitForURL("**/admin/backends?open=*");
            page.locator("h1:text-is('second')").waitFor();
            page.locator("[name=models]").fill("small");
            page.locator("[name=options]").fill("region = eu-1\napi_version=2024-10-21");
            page.locator("button:text-is('Save')").click();
            page.locator(".toast").waitFor();
            window.picture("console-backend-saved");
            Json saved = root.read("/admin/api/backends/second");
            assertThat(saved.get("models").toString()).isEqualTo("[\"small\"]");
            assertThat(saved.path("options.region").text()).isEqualTo("eu-1");
            assertThat(page.content()).doesNotContain("sk-console-canary-0123456789");

            page.locator("button:text-is('Delete')").click();
            window.picture("console-backend-delete");
            assertThat(window.focused()).isEqualTo("Cancel");
            page.locator("dialog input").fill("second");
            page.locator("dialog .button-danger").click();
            page.waitForURL("**/admin/backends");
            assertThat(root.get("/admin/api/backends/second").statusCode()).isEqualTo(404);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysBesideTheFieldWhatTheServerRefuses() {
        try (Window window = open(Look.NARROW_DARK)) {
            Page page = window.goTo("/admin/backends?new").page();
            page.locator("[name=name]").fill("clouds");
            page.locator("[name=base_url]").fill("http://169.254.169.254/latest");
            page.locator("button:text-is('Add the backend')").click();
            page.locator("#field-base_url-problem:not(:empty)").waitFor();
            window.picture("console-backend-refused");

            assertThat(page.locator("#field-base_url-problem").textContent())
                    .isEqualTo("No backend may stand at this address.");
            assertThat(page.locator("[name=name]").inputValue()).isEqualTo("clouds");
            assertThat(window.overflow()).isNotPositive();
        }
    }

    @Test
    void findsNothingAndBackWithTheKeyboardAlone() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.goTo("/admin/backends").page();
            page.locator("tbody tr").first().waitFor();
            window.press("/");
            page.keyboard().type("no such backend");
            page.locator("text=Nothing matches").waitFor();
            window.picture("console-backends-nothing");
            assertThat(page.url()).contains("?q=no+such+backend");

            window.press("Tab", "Tab", "Enter");
            page.locator("tbody tr").first().waitFor();
            assertThat(page.url()).endsWith("/admin/backends");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void offersAnotherTryWhenTheGatewayFails() {
        try (Window window = open(Look.WIDE_LIGHT)) {
            Page page = window.page();
            page.route("**/admin/api/backends", route -> route.abort());
            window.goTo("/admin/backends").page().locator(".state[role=alert]").waitFor();
            window.picture("console-backends-failed");

            page.unroute("**/admin/api/backends");
            page.locator("text=Try again").click();
            page.locator("tbody tr").first().waitFor();
            assertThat(List.of(page.locator("tbody tr").count())).doesNotContain(0);
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
