package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator.ClickOptions;
import io.sallyport.portal.Banner;
import io.sallyport.portal.Banner.Kind;
import io.sallyport.portal.Banner.Position;
import io.sallyport.portal.Banner.Visibility;
import io.sallyport.portal.PortalSettings;
import io.sallyport.portal.Theme;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.PortalServer;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What all pages have in common, in a real browser.
@TestInstance(Lifecycle.PER_CLASS)
final class ShellPagesTest {
    private static final int LARGEST_VIEW = 100_000;
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private static final String ME = """
            {"user": {"name": "Ada <b>Lovelace</b>", "email": "ada@example.com"}, "operator": true,
             "csrf_token": "token", "tenants": []}
            """;

    private static final String PROFILES = """
            {"data": [{"id": "p1", "name": "Labs", "description": "", "ready": false, "policies": []}]}
            """;

    private final PortalServer server = PortalServer.with(
            new PortalSettings(
                    true,
                    "Example AI",
                    Theme.SYSTEM,
                    Duration.ofHours(2),
                    List.of(
                            new Banner(
                                    Kind.WARNING,
                                    Position.BELOW_NAVBAR,
                                    Visibility.ANONYMOUS,
                                    "Maintenance **tonight**, see [the plan](https://status.example.com). " + HOSTILE),
                            new Banner(Kind.OUTLINE, Position.FOOTER, Visibility.ADMIN, "For operators only."))),
            PortalServer.json(
                    "/api/sign-in",
                    "{\"local\": true, \"oidc\": {\"enabled\": true, \"label\": \"Sign in with Example ID\"}}"),
            PortalServer.json("/api/me", ME),
            PortalServer.json("/api/keys", "{\"data\": []}"),
            PortalServer.json("/api/profiles", PROFILES),
            PortalServer.json("/api/models", "{\"data\": []}"),
            PortalServer.json("/api/connect", "{}"),
            PortalServer.json("/admin/api/backends", "{\"data\": [{\"kind\": \"openai\"}, {\"kind\": \"simulated\"}]}"),
            PortalServer.json("/admin/api/limits", "{\"data\": []}"),
            PortalServer.json("/admin/auth/methods", "{\"local\": true, \"oidc\": true}"),
            PortalServer.json("/admin/api/settings", "{\"lacks\": [{\"key\": \"server.tls\"}]}"),
            PortalServer.failing("/broken"));
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

    @ParameterizedTest
    @EnumSource(Look.class)
    @Tag("UP11")
    void showsTheSignInOnEveryScreen(Look look) {
        try (Window window = browser.open(server.url(), look)) {
            window.goTo("/keys?sort=name").picture("login-" + word(look));

            assertThat(window.page().url()).endsWith("/login?next=%2Fkeys%3Fsort%3Dname");
            assertThat(window.page().locator("#methods a").getAttribute("href"))
                    .isEqualTo("/oidc/start?next=%2Fkeys%3Fsort%3Dname");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void showsHomeOnEveryScreen(Look look) {
        try (Window window = browser.open(server.url(), look, "as=operator")) {
            window.goTo("/").page().locator(".duties li").first().waitFor();
            window.picture("home-" + word(look));

            assertThat(window.page().locator("#greeting").textContent()).contains("Ada <b>Lovelace</b>");
            assertThat(window.page().locator(".card:not(.duties) .steps li").count())
                    .isEqualTo(3);
            assertThat(window.page().locator(".duties .done h3").allTextContents())
                    .containsExactly("Connect a provider (done)", "Let people sign in (done)");
            assertThat(window.page().locator(".duties li:not(.done) a").allTextContents())
                    .containsExactly("Limits", "Checklist");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "WIDE_DARK", "NARROW_LIGHT"})
    @Tag("UP16")
    void showsErrorsWithoutInternals(Look look) {
        try (Window window = browser.open(server.url(), look, "as=person")) {
            assertThat(window.status("/nowhere")).isEqualTo(404);
            window.picture("error-404-" + word(look));
            assertThat(window.status("/admin/status")).isEqualTo(403);
            window.picture("error-403-" + word(look));
            assertThat(window.status("/broken")).isEqualTo(500);
            window.picture("error-500-" + word(look));

            assertThat(window.page().content()).doesNotContain("a secret of the inside");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("UP10")
    @Tag("L03")
    void showsBannersAsTextToThoseTheyAreFor() {
        try (Window person = browser.open(server.url(), Look.WIDE_LIGHT, "as=person");
                Window operator = browser.open(server.url(), Look.WIDE_LIGHT, "as=operator")) {
            person.goTo("/");
            operator.goTo("/admin/status");

            var banner = person.page().locator(".banner-warning");
            assertThat(banner.textContent()).isEqualTo("Maintenance tonight, see the plan. " + HOSTILE);
            assertThat(banner.locator("a").getAttribute("rel")).isEqualTo("noopener noreferrer");
            assertThat(person.page().locator(".banner").count()).isEqualTo(1);
            assertThat(operator.page().locator(".banner").count()).isEqualTo(2);
            assertThat(person.complaints()).isEmpty();
        }
    }

    @Test
    @Tag("UP11")
    void keepsTheChosenTheme() {
        try (Window window = browser.open(server.url(), Look.WIDE_LIGHT, "as=person")) {
            window.goTo("/");
            String before = ground(window);
            window.page().locator("[data-act=theme]").dblclick();
            window.goTo("/");

            assertThat(window.page().locator("html").getAttribute("data-theme")).isEqualTo("dark");
            assertThat(ground(window)).isNotEqualTo(before);
        }
    }

    private static String ground(Window window) {
        return (String) window.page().evaluate("() => getComputedStyle(document.documentElement).backgroundColor");
    }

    @Test
    void isUsedWithTheKeyboardAlone() {
        try (Window window = browser.open(server.url(), Look.WIDE_LIGHT, "as=person")) {
            window.goTo("/").press("Tab");
            assertThat(window.focused()).isEqualTo("Skip to content");

            window.press("Enter", "Tab");
            assertThat(window.focused()).isEqualTo("Backend profiles");

            window.press("?");
            assertThat(window.page().locator("dialog[open] h2").textContent()).isEqualTo("Keyboard");
            window.picture("help-wide_light").press("Escape");
            assertThat(window.page().locator("dialog[open]").count()).isZero();

            window.press("g", "k");
            window.page().waitForURL("**/keys");
            assertThat(window.page().locator(".side [aria-current]").textContent())
                    .isEqualTo("Keys");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void opensTheMenuOnANarrowScreen() {
        try (Window window = browser.open(server.url(), Look.NARROW_DARK, "as=operator")) {
            window.goTo("/");
            assertThat(window.page().locator(".side").isVisible()).isFalse();

            window.page().locator("[data-act=menu]").click();
            assertThat(window.page().locator(".side").isVisible()).isTrue();
            assertThat(window.focused()).isEqualTo("Home");
            window.page().locator(".side").click(new ClickOptions().setTrial(true));
            window.picture("menu-narrow_dark").press("Escape");
            assertThat(window.focused()).isEqualTo("Menu");
        }
    }

    @Test
    void saysBesideTheFieldWhatIsWrong() {
        try (Window window = browser.open(server.url(), Look.WIDE_LIGHT)) {
            window.goTo("/login");
            window.page().locator("[name=email]").fill("ada");
            window.press("Enter").picture("login-problem");

            assertThat(window.page().locator("#field-email-problem").textContent())
                    .contains("@");
            assertThat(window.page().locator("[name=email]").inputValue()).isEqualTo("ada");
            assertThat(window.focused()).isEqualTo("E-mail");
        }
    }

    @Test
    void loadsTheFirstViewWithFewBytes() {
        try (Window window = browser.open(server.url(), Look.WIDE_LIGHT, "as=operator")) {
            window.goTo("/");

            assertThat(window.received()).isBetween(1L, (long) LARGEST_VIEW);
        }
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
