package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The keys people make for themselves, on two instances that share a database.
@TestInstance(Lifecycle.PER_CLASS)
final class PersonalKeysTest {
    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hello"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final ScriptedUpstream forbidden = ScriptedUpstream.start();
    private final GatewayHarness here = setup().start();
    private final GatewayHarness there = setup().startBeside(here);
    private final Person operator = Person.operator(here, "root@example.org");
    private final Person ada = Person.in(here, "ada@example.org");
    private final Person bob = Person.in(here, "bob@example.org");

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .backend("open", upstream.url())
                .backend("closed", forbidden.url())
                .alias("chat", "open/m")
                .alias("secret", "closed/m")
                .section("keys", Json.object().put("reveal", "owner"));
    }

    @AfterAll
    void closes() {
        there.close();
        here.close();
        upstream.close();
        forbidden.close();
    }

    @Test
    @Tag("PO2")
    @Tag("PO20")
    void givesAKeyOnlyToWhoeverAcceptedEveryPolicy() {
        String one = policy("One");
        String two = policy("Two");
        String profile = profile("Two policies", "\"policies\":[\"" + one + "\",\"" + two + "\"]");

        HttpResponse<String> before = make(ada, "first", profile, "");
        accept(ada, profile, one);
        HttpResponse<String> between = make(ada, "first", profile, "");
        accept(ada, profile, two);
        HttpResponse<String> after = make(ada, "first", profile, "");

        assertThat(before.statusCode()).isEqualTo(403);
        assertThat(before.body()).contains("policy_not_accepted", "One", "Two");
        assertThat(between.body()).contains("policy_not_accepted", "Two");
        assertThat(after.statusCode()).isEqualTo(201);
        String id = Json.parse(after.body()).path("key.id").text();
        assertThat(ada.read("/api/keys/" + id + "/policies").get("data").elements())
                .hasSize(2);
    }

    @Test
    @Tag("ID43")
    @Tag("PO6")
    void holdsTheExpiryThatIsEnforced() {
        String profile = profile("Thirty days", "\"default_expiry_days\":30,\"enforce_expiry\":true");

        HttpResponse<String> late = make(ada, "late", profile, ",\"expires_at\":\"" + inDays(60) + "\"");
        HttpResponse<String> usual = make(ada, "usual", profile, "");

        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(late.body()).contains("expiry_too_late");
        assertThat(Instant.parse(Json.parse(usual.body()).path("key.expires_at").text()))
                .isBetween(inDays(29), inDays(31));
    }

    @Test
    @Tag("ID45")
    @Tag("PO8")
    void countsOnlyKeysThatWork() {
        String profile = profile("Two keys", "\"max_keys_per_user\":2");
        String first = id(make(ada, "one", profile, ""));
        make(ada, "two", profile, "");

        HttpResponse<String> third = make(ada, "three", profile, "");
        HttpResponse<String> others = make(bob, "one", profile, "");
        ada.post("/api/keys/" + first + "/revoke", "");
        HttpResponse<String> again = make(ada, "three", profile, "");

        assertThat(third.statusCode()).isEqualTo(409);
        assertThat(third.body()).contains("key_limit_reached");
        assertThat(others.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
    }

    @Test
    @Tag("ID60")
    @Tag("J03")
    void looksToOthersAsIfItWereNotThere() {
        String key = "/api/keys/" + id(make(ada, "mine", profile("Mine", "\"max_keys_per_user\":50"), ""));

        assertThat(bob.get(key).statusCode()).isEqualTo(404);
        assertThat(bob.post(key + "/revoke", "").statusCode()).isEqualTo(404);
        assertThat(bob.post(key + "/reveal", "").statusCode()).isEqualTo(404);
        assertThat(ada.get(key).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("ID46")
    @Tag("C1")
    void showsAKeyAgainToItsOwnerAndKeepsItSealed() {
        Json made = Json.parse(make(ada, "seen", profile("Seen", "\"max_keys_per_user\":50"), "")
                .body());

        HttpResponse<String> revealed =
                ada.post("/api/keys/" + made.path("key.id").text() + "/reveal", "");

        ada.post("/api/keys/" + made.path("key.id").text() + "/revoke", "");
        HttpResponse<String> afterwards =
                ada.post("/api/keys/" + made.path("key.id").text() + "/reveal", "");

        String text = made.get("api_key").text();
        assertThat(afterwards.statusCode()).isEqualTo(409);
        assertThat(Json.parse(revealed.body()).get("api_key").text()).isEqualTo(text);
        assertThat(here.database().rows("select * from api_key").toString()).doesNotContain(text);
    }

    @Test
    @Tag("PO5")
    @Tag("ID42")
    void reachesTheBackendsAndModelsOfItsBackendProfile() {
        String profile = profile("Only open", "\"max_keys_per_user\":50");
        String key = text(make(ada, "calls", profile, ""));

        assertThat(call(here, key, "chat")).isEqualTo(200);
        assertThat(call(here, key, "secret")).isEqualTo(403);
        assertThat(call(here, key, "closed/m")).isEqualTo(403);
    }

    @Test
    void reachesEveryBackendWhereTheBackendProfileSaysSo() {
        String profile = Json.parse(
                        operator.post("/admin/api/profiles", "{\"name\":\"Everything\",\"backends\":[\"*\"]}")
                                .body())
                .get("id")
                .text();
        String key = text(make(ada, "all", profile, ""));

        assertThat(call(here, key, "chat")).isEqualTo(200);
        assertThat(call(here, key, "secret")).isNotEqualTo(403);
    }

    @Test
    @Tag("ID49")
    @Tag("ID50")
    void isRefusedEverywhereOnceRevokedUntilAnOperatorRestoresIt() {
        String profile = profile("Revoked", "\"max_keys_per_user\":50");
        HttpResponse<String> made = make(ada, "short", profile, "");
        int before = eventually(text(made), 200);

        ada.post("/api/keys/" + id(made) + "/revoke", "");
        int revoked = eventually(text(made), 401);
        operator.post("/admin/api/keys/" + id(made) + "/restore", "");
        int restored = eventually(text(made), 200);

        assertThat(before).isEqualTo(200);
        assertThat(revoked).isEqualTo(401);
        assertThat(restored).isEqualTo(200);
    }

    @Test
    @Tag("I11")
    void goesOnForTheGraceWhenItIsRotated() {
        String profile = profile("Rotated", "\"max_keys_per_user\":1");
        HttpResponse<String> old = make(ada, "turning", profile, "");

        HttpResponse<String> fresh = ada.post("/api/keys/" + id(old) + "/rotate", "{\"grace_minutes\":10}");
        HttpResponse<String> atOnce = ada.post("/api/keys/" + id(fresh) + "/rotate", "{\"grace_minutes\":0}");

        assertThat(fresh.statusCode()).isEqualTo(201);
        assertThat(call(here, text(old), "chat")).isEqualTo(200);
        assertThat(call(here, text(fresh), "chat")).isEqualTo(401);
        assertThat(call(here, text(atOnce), "chat")).isEqualTo(200);
    }

    @Test
    @Tag("PO11")
    void stopsWithItsBackendProfile() {
        String profile = profile("Leaving", "\"max_keys_per_user\":50");
        String key = text(make(ada, "orphan", profile, ""));

        operator.send("DELETE", "/admin/api/profiles/" + profile, "");

        assertThat(eventually(key, 403)).isEqualTo(403);
    }

    @Test
    @Tag("ID47")
    @Tag("PO9")
    void takesAnOptInOnlyWhereTheBackendProfileOffersIt() {
        String plain = profile("Plain", "\"max_keys_per_user\":50");
        String offering = profile("Offering", "\"max_keys_per_user\":50,\"openwebui_headers\":true");

        HttpResponse<String> refused = make(ada, "webui", plain, ",\"openwebui_opt_in\":true");
        HttpResponse<String> made = make(ada, "webui", offering, ",\"openwebui_opt_in\":true");
        HttpResponse<String> changed =
                ada.send("PUT", "/api/keys/" + id(made), "{\"openwebui_opt_in\":false,\"continue_opt_in\":true}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Json.parse(made.body()).path("key.openwebui_opt_in").bool()).isTrue();
        assertThat(Json.parse(changed.body()).get("openwebui_opt_in").bool()).isFalse();
        assertThat(Json.parse(changed.body()).get("continue_opt_in").bool()).isTrue();
    }

    private String policy(String name) {
        return Json.parse(operator.post("/admin/api/policies", "{\"name\":\"" + name + "\",\"content\":\"Be kind.\"}")
                        .body())
                .path("policy.id")
                .text();
    }

    private String profile(String name, String more) {
        return Json.parse(operator.post(
                                "/admin/api/profiles",
                                "{\"name\":\"" + name + "\",\"backends\":[\"open\"]," + more + "}")
                        .body())
                .get("id")
                .text();
    }

    private static void accept(Person person, String profile, String policy) {
        person.post("/api/profiles/" + profile + "/accept", "{\"policy\":\"" + policy + "\",\"version\":1}");
    }

    private static HttpResponse<String> make(Person person, String name, String profile, String more) {
        return person.post("/api/keys", "{\"name\":\"" + name + "\",\"profile\":\"" + profile + "\"" + more + "}");
    }

    private static String id(HttpResponse<String> made) {
        return Json.parse(made.body()).path("key.id").text();
    }

    private static String text(HttpResponse<String> made) {
        return Json.parse(made.body()).get("api_key").text();
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private static int call(GatewayHarness gateway, String key, String model) {
        try (SseClient client = SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + key),
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")) {
            return client.status();
        }
    }

    /// What the other instance answers once it has heard of a change.
    private int eventually(String key, int expected) {
        return Await.answer(() -> call(there, key, "chat"), status -> status == expected);
    }
}
