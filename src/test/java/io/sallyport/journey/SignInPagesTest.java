package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The way in and out, in a real browser before a whole gateway.
@TestInstance(Lifecycle.PER_CLASS)
final class SignInPagesTest {
    private final GatewayHarness gateway = GatewayHarness.with().start();
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        gateway.close();
    }

    @Test
    void signsInByALinkThatLeavesTheAddressBar() {
        var database = gateway.database().database();
        User ada = new Users(database, Clock.systemUTC()).addLocal("ada@example.org", "Ada Lovelace", "admin");
        String link = new SignInLinks(database, Clock.systemUTC())
                .issue(ada.id(), Duration.ofMinutes(5))
                .reveal();

        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT)) {
            window.goTo("/login?next=%2F#link=" + link);
            window.page().waitForURL(gateway.url() + "/");
            window.page().locator("#home .state").waitFor();
            window.picture("signed-in");

            assertThat(window.page().locator("#greeting").textContent()).contains("Ada Lovelace");
            assertThat(window.complaints()).isEmpty();
        }
        try (Window again = browser.open(gateway.url(), Look.WIDE_LIGHT)) {
            again.goTo("/login#link=" + link).picture("login-used-link");

            assertThat(again.page().url()).doesNotContain(link);
            again.page().locator("[role=alert]:not(:empty)").first().waitFor();
        }
    }

    @Test
    @Tag("UP12")
    @Tag("K19")
    void showsNothingOfAPersonWhoSignedOut() {
        Person bob = Person.in(gateway, "bob@example.org");
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, bob.cookie())) {
            Page page = window.goTo("/").page();
            page.locator("[data-act=sign-out]").click();
            page.waitForURL("**/login");

            page.goBack();
            page.waitForURL("**/login*");
            assertThat(page.content()).doesNotContain("bob@example.org");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void saysThatAPasswordIsWrong() {
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT)) {
            Page page = window.goTo("/login").page();
            page.locator("[name=email]").fill("nobody@example.org");
            page.locator("[name=password]").fill("wrong-wrong-wrong");
            window.press("Enter");
            page.locator(".form-problem:not(:empty)").waitFor();
            window.picture("login-refused");

            assertThat(page.locator("[name=email]").inputValue()).isEqualTo("nobody@example.org");
            assertThat(window.complaints()).isEmpty();
        }
    }
}
