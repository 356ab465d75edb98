package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.json.Json;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Keycloak;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/// People sign in by a real Keycloak, in a real browser, at two instances of the gateway.
@Tag("nightly")
@Timeout(300)
@TestInstance(Lifecycle.PER_CLASS)
final class KeycloakTest {
    private final Keycloak provider = Keycloak.start();
    private final GatewayHarness here = setup().start();
    private final GatewayHarness there = setup().startBeside(here);
    private final Browser browser = Browser.start();

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .section(
                        "oidc",
                        Json.object()
                                .put("enabled", true)
                                .put("provider_url", provider.issuer().toString())
                                .put("client_id", "sallyport")
                                .put("client_secret", Keycloak.CLIENT_SECRET));
    }

    @BeforeAll
    void employs() {
        provider.serve(here.url(), there.url());
        provider.employ("ada", "gasket-users", "research");
        provider.employ("carol", "visitors");
    }

    @AfterAll
    void closes() {
        browser.close();
        there.close();
        here.close();
        provider.close();
    }

    @Test
    @Tag("ID1")
    @Tag("ID7")
    void knowsWhoTheyAreAndTheirGroupsOnEveryInstance() {
        try (Window window = browser.open(here.url(), Look.WIDE_LIGHT)) {
            Page page = signIn(window, "ada");
            page.waitForURL("**/keys");

            page.navigate(there.url().resolve("/api/me").toString());

            assertThat(page.textContent("body")).contains("ada@example.org", "research", "gasket-users");
        }
    }

    @Test
    @Tag("ID2")
    void refusesWhoeverIsNotInTheGroup() {
        try (Window window = browser.open(here.url(), Look.WIDE_LIGHT)) {
            Page page = signIn(window, "carol");
            page.waitForURL("**/oidc/callback**");

            assertThat(page.textContent("main")).contains("may not use this gateway");
            assertThat(status(page)).isEqualTo(401);
        }
    }

    @Test
    @Tag("K12")
    void endsTheSessionThatTheProviderEnds() {
        try (Window window = browser.open(here.url(), Look.WIDE_LIGHT)) {
            Page page = signIn(window, "ada");
            page.waitForURL("**/keys");
            int before = status(page);

            provider.endSessionsOf("ada");

            assertThat(before).isEqualTo(200);
            assertThat(status(page)).isEqualTo(401);
        }
    }

    @Test
    @Tag("ID8")
    void leadsToTheProviderAfterSigningOut() {
        try (Window window = browser.open(here.url(), Look.WIDE_LIGHT)) {
            Page page = signIn(window, "ada");
            page.waitForURL("**/keys");

            page.locator(".bar-leave").click();
            page.waitForURL(Pattern.compile(Pattern.quote(provider.issuer().toString()) + "/.*logout.*"));

            page.navigate(here.url().resolve("/login").toString());
            assertThat(status(page)).isEqualTo(401);
        }
    }

    /// From a page of the gateway to the form of the provider, and as far back as it leads.
    private static Page signIn(Window window, String name) {
        Page page = window.goTo("/keys").page();
        page.locator("text=Sign in with single sign-on").click();
        page.locator("#username").fill(name);
        page.locator("#password").fill(Keycloak.PASSWORD);
        page.locator("#kc-login").click();
        return page;
    }

    /// What the gateway says to the session of the page.
    private static int status(Page page) {
        return (int) page.evaluate("async () => (await fetch('/api/me')).status");
    }
}
