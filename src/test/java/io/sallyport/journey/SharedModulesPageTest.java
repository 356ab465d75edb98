package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import io.sallyport.portal.PortalSettings;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.PortalServer;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The modules that screens are made of, together on one page: src/test/ui/gallery.js in the place of Home.
@TestInstance(Lifecycle.PER_CLASS)
final class SharedModulesPageTest {
    private static final Path GALLERY = Path.of("src/test/ui/gallery.js");

    private final PortalServer server = PortalServer.with(
            PortalSettings.DEFAULT,
            PortalServer.json(
                    "/api/me", "{\"user\": {\"name\": \"Ada\", \"email\": \"\"}, \"csrf_token\": \"the-token\"}"));
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        server.close();
    }

    @AfterEach
    void breaksNoPolicy() {
        assertThat(server.reports()).isZero();
    }

    private Window open(Look look, String path) {
        Window window = browser.open(server.url(), look, "as=operator");
        window.page().route("**/ui/home/screen.js", route -> route.fulfill(new FulfillOptions().setPath(GALLERY)));
        return window.goTo(path);
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("L01")
    void showsHostileTextsAsText(Look look) {
        try (Window window = open(look, "/")) {
            window.page().locator("#keys tbody tr").first().waitFor();
            window.picture("gallery-" + look.name().toLowerCase(Locale.ROOT));

            assertThat(window.page().locator("main img").count()).isZero();
            assertThat(window.page().locator("#texts .prose").textContent()).contains("<img src=x");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void keepsTheStateOfATableInTheAddress() {
        try (Window window = open(Look.WIDE_LIGHT, "/?state=expired")) {
            Page page = window.page();
            Locator first = page.locator("#keys tbody tr").first();
            assertThat(first.locator(".tag").textContent()).isEqualTo("expired");

            page.locator("[data-sort=tokens]").click();
            page.locator("[data-sort=tokens]").click();
            assertThat(page.url()).endsWith("/?state=expired&sort=-tokens");
            assertThat(window.focused()).isEqualTo("Tokens");
            String most = first.textContent();
            page.locator("text=Next page").click();
            assertThat(page.url()).endsWith("&sort=-tokens&after=8");
            page.goBack();
            page.locator("text=Next page").waitFor();
            assertThat(first.textContent()).isEqualTo(most);
        }
    }

    @Test
    void saysWhenATableIsEmptyOrBroken() {
        try (Window window = open(Look.WIDE_LIGHT, "/?q=zzz")) {
            Page page = window.page();
            page.locator("text=Show everything").click();
            page.locator("#keys tbody tr").first().waitFor();
            assertThat(page.url()).endsWith("/");

            window.press("Escape", "/", "b", "r", "o", "k", "e", "n");
            page.locator("text=This could not be loaded").waitFor();
            assertThat(page.locator("#keys .state").textContent()).contains("0190-request");
            assertThat(page.url()).endsWith("/?q=broken");
        }
    }

    @Test
    void putsTheServersWordsBesideTheField() {
        try (Window window = open(Look.WIDE_LIGHT, "/")) {
            Page page = window.page();
            StringBuilder token = new StringBuilder();
            page.route("**/api/keys", route -> {
                token.append(route.request().headers().get("x-csrf-token"));
                route.fulfill(new FulfillOptions()
                        .setStatus(409)
                        .setContentType("application/json")
                        .setBody("{\"error\": {\"message\": \"This name is taken.\", \"param\": \"name\"}}"));
            });
            page.locator("#create [name=name]").fill("laptop");
            window.press("Enter", "Tab");

            Locator problem = page.locator("#field-name-problem");
            problem.waitFor();
            assertThat(problem.textContent()).isEqualTo("This name is taken.");
            assertThat(page.locator("#create [name=name]").inputValue()).isEqualTo("laptop");
            assertThat(token).hasToString("the-token");
        }
    }

    @Test
    void asksCarefullyBeforeWhatCannotBeTakenBack() {
        try (Window window = open(Look.WIDE_LIGHT, "/")) {
            window.page().locator("#acts .button-danger").click();
            assertThat(window.focused()).isEqualTo("Cancel");

            window.press("Tab");
            assertThat(window.focused()).isEqualTo("Revoke key");
            window.press("Enter");
            window.page().locator(".toast").waitFor();
            assertThat(window.page().locator(".toast").textContent()).contains("is revoked");
            assertThat(window.focused()).isEqualTo("Revoke");
        }
    }

    @Test
    void readsAChartWithTheKeyboard() {
        try (Window window = open(Look.WIDE_LIGHT, "/")) {
            Locator chart = window.page().locator("#charts .chart").first();
            chart.locator("svg").focus();

            window.press("End", "ArrowLeft");
            assertThat(chart.locator(".chart-read").textContent()).startsWith("11-20Input ");

            chart.locator("summary").click();
            assertThat(chart.locator("tbody tr").count()).isEqualTo(21);
            assertThat(window.complaints()).isEmpty();
        }
    }
}
