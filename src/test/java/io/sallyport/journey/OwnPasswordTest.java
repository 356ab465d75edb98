package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sallyport.crypto.PasswordHasher;
import io.sallyport.database.Database;
import io.sallyport.identity.LoginThrottle;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.Browser;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Window;
import io.sallyport.testkit.Window.Look;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// People with a password of this gateway change it themselves, on the page Account and by JSON.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("ID13")
final class OwnPasswordTest {
    private static final String OLD = "correct horse battery staple";
    private static final String NEW = "a river runs behind the house";

    private final GatewayHarness gateway = GatewayHarness.with().start();
    private final Passerby anybody = new Passerby(gateway.url());
    private final Browser browser = Browser.start();

    @AfterAll
    void closes() {
        browser.close();
        anybody.close();
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"WIDE_LIGHT", "NARROW_DARK"})
    @Tag("UP12")
    void changesOnTheAccountPageAndSignsOtherBrowsersOut(Look look) {
        String email = look.name().toLowerCase(Locale.ROOT) + "@example.org";
        addAccount(email);
        String here = signIn(email, OLD);
        String elsewhere = signIn(email, OLD);
        try (Window window = browser.open(gateway.url(), look, here)) {
            Page page = window.goTo("/account").page();
            fill(page, "not the password I have", NEW, NEW + "s");
            window.picture("account-password-" + look.name().toLowerCase(Locale.ROOT));
            assertThat(page.locator("#field-again-problem").textContent()).contains("not the same");
            fill(page, "not the password I have", NEW, NEW);
            page.locator("#field-current_password-problem:not(:empty)").waitFor();
            assertThat(page.locator("#field-current_password-problem").textContent())
                    .isEqualTo("This is not your password.");

            fill(page, OLD, "qwertyuiopas", "qwertyuiopas");
            page.locator("#field-password-problem:not(:empty)").waitFor();
            fill(page, OLD, NEW, NEW);
            page.locator(".toast").waitFor();

            assertThat(page.locator(".toast").textContent()).contains("Your password is changed");
            assertThat(page.url()).endsWith("/account");
            assertThat(window.overflow()).isNotPositive();
            assertThat(window.complaints()).isEmpty();
        }
        assertThat(me(elsewhere)).isEqualTo(401);
        assertThat(me(here)).isEqualTo(401);
        assertThat(signIn(email, NEW)).isNotEmpty();
        assertThat(post(email, OLD).statusCode()).isEqualTo(401);
    }

    private static void fill(Page page, String current, String next, String again) {
        page.locator("[name=current_password]").fill(current);
        page.locator("[name=password]").fill(next);
        page.locator("[name=again]").fill(again);
        page.locator("button:text-is('Change the password')").click();
    }

    @Test
    void slowsDownWhoeverGuessesThePasswordOfAnOpenBrowser() {
        addAccount("guessed@example.org");
        String cookie = signIn("guessed@example.org", OLD);

        int last = 0;
        for (int i = 0; i < 11; i++) {
            last = change(cookie, "guess number " + i, NEW).statusCode();
        }
        int right = change(cookie, OLD, NEW).statusCode();

        assertThat(last).isEqualTo(429);
        assertThat(right).isEqualTo(429);
        assertThat(me(cookie)).isEqualTo(200);
    }

    @Test
    void isNothingToWhoeverSignsInElsewhere() {
        Person ada = Person.in(gateway, "ada@example.org");

        HttpResponse<String> answer = ada.send("PUT", "/api/me/password", body(OLD, NEW));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(ada.read("/api/me").get("password").bool()).isFalse();
        try (Window window = browser.open(gateway.url(), Look.WIDE_LIGHT, ada.cookie())) {
            assertThat(window.goTo("/account").page().locator("[type=password]").count())
                    .isZero();
        }
    }

    private void addAccount(String email) {
        Database database = gateway.database().database();
        Users users = new Users(database, Clock.systemUTC());
        User user = users.addLocal(email, "", "admin");
        new Passwords(users, database, new PasswordHasher(new SecureRandom(), 1), new LoginThrottle(Clock.systemUTC()))
                .change(user, Secret.of(OLD));
    }

    /// The cookie of a new session.
    private String signIn(String email, String password) {
        return post(email, password)
                .headers()
                .firstValue("set-cookie")
                .orElseThrow()
                .split(";", 2)[0];
    }

    private HttpResponse<String> post(String email, String password) {
        return anybody.post(
                "/api/sign-in/password",
                Json.object()
                        .put("email", email)
                        .put("password", password)
                        .toJson()
                        .toString());
    }

    private HttpResponse<String> change(String cookie, String current, String next) {
        String proof = Json.parse(anybody.get("/api/me", "cookie", cookie).body())
                .get("csrf_token")
                .text();
        return anybody.send(
                "PUT",
                "/api/me/password",
                body(current, next),
                "content-type",
                "application/json",
                "cookie",
                cookie,
                "x-csrf-token",
                proof);
    }

    private int me(String cookie) {
        return anybody.get("/api/me", "cookie", cookie).statusCode();
    }

    private static String body(String current, String next) {
        return Json.object()
                .put("current_password", current)
                .put("password", next)
                .toJson()
                .toString();
    }
}
