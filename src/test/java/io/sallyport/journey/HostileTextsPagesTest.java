package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts that others chose stay texts on every page: those of backends, of browsers, of addresses.
@TestInstance(Lifecycle.PER_CLASS)
final class HostileTextsPagesTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("fixed", upstream.url().resolve("/vendor"))
            .alias("chat", "fixed/" + HOSTILE.replace(' ', '_'))
            .start();
    private final Person root = Person.operator(gateway, "root@example.org");
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
        upstream.close();
    }

    private Window open() {
        return browser.open(gateway.url(), Look.WIDE_LIGHT, root.cookie());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 500})
    @Tag("L05")
    void showsWhatABackendSaysAsText(int status) {
        upstream.always(Script.json(
                status,
                "{\"data\":[{\"id\":\"" + HOSTILE + "\"}],\"error\":{\"message\":\"" + HOSTILE + "\",\"code\":\""
                        + HOSTILE + "\"}}"));
        try (Window window = open()) {
            Page page = window.goTo("/admin/backends?open=fixed").page();
            page.locator("button:text-is('Test now')").click();
            page.locator("#trial > *").first().waitFor();
            assertThat(page.locator("#trial img").count()).isZero();
            window.goTo("/admin/status");
            window.goTo("/models");

            assertThat(page.locator("main img, main script").count()).isZero();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("L05")
    void showsWhatABrowserCallsItselfAsText() {
        gateway.database().execute("update session set user_agent = '" + HOSTILE + "'");
        try (Window window = open()) {
            Page page = window.goTo("/account").page();

            assertThat(page.locator("main").textContent()).contains(HOSTILE);
            assertThat(page.locator("main img").count()).isZero();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/keys",
                "/key",
                "/profiles",
                "/models",
                "/playground",
                "/connect",
                "/account",
                "/invitation",
                "/login",
                "/admin/status",
                "/admin/backends",
                "/admin/routing",
                "/admin/profiles",
                "/admin/policies",
                "/admin/people",
                "/admin/keys"
            })
    @Tag("L09")
    void readsAddressesAndMessagesAsText(String path) {
        String text = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);
        String query = "?q=" + text + "&open=" + text + "&next=javascript:alert(1)&problem=" + text + "&sort=" + text
                + "&tab=" + text + "&token=" + text + "&state=" + text + "&" + text + "=1";
        try (Window window = open()) {
            Page page = window.goTo(path + query + "#" + HOSTILE).page();
            page.evaluate("text => postMessage(text, '*')", HOSTILE);
            page.evaluate("text => { location.hash = text; }", HOSTILE);

            assertThat(page.locator("main img, main script").count()).isZero();
            assertThat(page.locator("a[href^='javascript:']").count()).isZero();
            assertThat(window.complaints()).isEmpty();
        }
    }
}
