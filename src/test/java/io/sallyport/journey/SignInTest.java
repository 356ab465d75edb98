package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.PasswordHasher;
import io.sallyport.database.Database;
import io.sallyport.identity.LoginThrottle;
import io.sallyport.identity.Passwords;
import io.sallyport.identity.SignInLinks;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.json.Json;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// People come in by a link or a password, stay in on every instance, and go out again.
final class SignInTest {
    private static final String PASSWORD = "correct horse battery staple";

    private static GatewayHarness gateway;
    private static Users users;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        gateway = GatewayHarness.with().start();
        users = new Users(gateway.database().database(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    @Tag("I17")
    void signsInByALinkOnce() throws Exception {
        User ada = users.addLocal("ada@example.org", "Ada", "admin");
        String link = new SignInLinks(gateway.database().database(), Clock.systemUTC())
                .issue(ada.id(), Duration.ofMinutes(5))
                .reveal();

        HttpResponse<String> first = post("/api/sign-in/link", "{\"token\":\"" + link + "\"}");
        HttpResponse<String> second = post("/api/sign-in/link", "{\"token\":\"" + link + "\"}");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(me(cookie(first)).path("user.email").text()).isEqualTo("ada@example.org");
        assertThat(second.statusCode()).isEqualTo(401);
        assertThat(second.body()).contains("invalid_link");
    }

    @Test
    @Tag("ID13")
    @Tag("SE4")
    void signsInByAPasswordWithACookieScriptsCannotRead() throws Exception {
        withPassword("bob@example.org");

        HttpResponse<String> answer = post("/api/sign-in/password", login("bob@example.org", PASSWORD));

        assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(me(cookie(answer)).path("user.email").text()).isEqualTo("bob@example.org");
    }

    @Test
    void tellsNobodyWhetherAnAccountExists() throws Exception {
        withPassword("carol@example.org");

        HttpResponse<String> wrong = post("/api/sign-in/password", login("carol@example.org", "wrong-wrong-wrong"));
        HttpResponse<String> unknown = post("/api/sign-in/password", login("nobody@example.org", "wrong-wrong-wrong"));

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(error(unknown)).isEqualTo(error(wrong));
    }

    @Test
    void slowsDownWhoeverGuesses() throws Exception {
        withPassword("dave@example.org");
        for (int i = 0; i < 10; i++) {
            post("/api/sign-in/password", login("dave@example.org", "guess-number-" + i));
        }

        HttpResponse<String> right = post("/api/sign-in/password", login("dave@example.org", PASSWORD));

        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(right.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    @Tag("K17")
    void takesNoSignInFromAPageOfAnotherSite() throws Exception {
        withPassword("erin@example.org");

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(gateway.url().resolve("/api/sign-in/password"))
                        .header("sec-fetch-site", "cross-site")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(login("erin@example.org", PASSWORD)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    @Tag("K14")
    void takesNoChangeWithoutTheProofOfThePage() {
        Person frank = Person.in(gateway, "frank@example.org");

        HttpResponse<String> forged = frank.forged("DELETE", "/api/sessions", "");
        HttpResponse<String> meant = frank.send("DELETE", "/api/sessions", "");

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(meant.statusCode()).isEqualTo(200);
        assertThat(frank.get("/api/me").statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("ID7")
    void staysSignedInOnAnotherInstanceAndGoesOutOnBoth() {
        try (GatewayHarness other = GatewayHarness.with().startBeside(gateway)) {
            Person grace = Person.in(gateway, "grace@example.org", "research");

            int before = grace.at(other).get("/api/me").statusCode();
            grace.post("/api/sign-out", "");
            int after = grace.at(other).get("/api/me").statusCode();

            assertThat(before).isEqualTo(200);
            assertThat(after).isEqualTo(401);
        }
    }

    @Test
    @Tag("ID3")
    void letsOperatorsAndNobodyElseIntoTheirJson() {
        Person heidi = Person.in(gateway, "heidi@example.org");
        Person ivan = Person.operator(gateway, "ivan@example.org");

        assertThat(heidi.get("/admin/api/keys").statusCode()).isEqualTo(403);
        assertThat(ivan.get("/admin/api/keys").statusCode()).isEqualTo(200);
    }

    private static void withPassword(String email) {
        Database database = gateway.database().database();
        User user = users.addLocal(email, "", "admin");
        new Passwords(users, database, new PasswordHasher(new SecureRandom(), 1), new LoginThrottle(Clock.systemUTC()))
                .change(user, Secret.of(PASSWORD));
    }

    private static String login(String email, String password) {
        return Json.object()
                .put("email", email)
                .put("password", password)
                .toJson()
                .toString();
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private Json me(String cookie) throws IOException, InterruptedException {
        return Json.parse(client.send(
                        HttpRequest.newBuilder(gateway.url().resolve("/api/me"))
                                .header("cookie", cookie)
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";", -1)[0];
    }

    private static String error(HttpResponse<String> answer) {
        return Json.parse(answer.body()).path("error.message").text();
    }
}
