package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.json.Json;
import io.sallyport.key.AllowedAddresses;
import io.sallyport.key.ApiKeys;
import io.sallyport.key.NewKey;
import io.sallyport.lang.Secret;
import io.sallyport.tenant.Home;
import io.sallyport.testkit.OperatorServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The operators' key API over HTTP.
final class KeyRoutesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    private final HttpClient client = HttpClient.newHttpClient();
    private final OperatorServer server = OperatorServer.start(CLOCK);
    private final ApiKeys keys = server.keys();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/api/keys", "/v1/admin/client-keys"})
    @Tag("AP23")
    @Tag("I13")
    void showsTheTextOfANewKeyOnceAndNeverAgain(String path) {
        HttpResponse<String> created = post(path, """
                {"display_name": "build server", "principal_type": "service", "principal_ref": "ci",
                 "allowed_models": ["openai/*"], "allowed_operations": ["chat"], "notes": "nightly"}""");
        Json issued = Json.parse(created.body());
        String text = issued.get("api_key").text();

        String shown = get(path + "/" + issued.path("key.id").text()).body()
                + get(path).body();

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(keys.isKnown(Secret.of(text))).isTrue();
        assertThat(shown).contains("build server", "sk-").doesNotContain(text, text.substring(17), "hash");
    }

    @Test
    void turnsAKeyOffAndOnAgain() {
        String key = "/admin/api/keys/" + keys.issue(NewKey.named("any")).key().id();

        List<String> states = List.of("disable", "enable", "revoke", "restore").stream()
                .map(verb -> Json.parse(post(key + "/" + verb, "").body())
                        .get("status")
                        .text())
                .toList();

        assertThat(states).containsExactly("disabled", "active", "revoked", "active");
    }

    @Test
    void changesHowMuchATranslationMayLoseAndNothingElse() {
        String key = "/admin/api/keys/" + keys.issue(NewKey.named("any")).key().id();
        put(key, "{\"allowed_addresses\":[\"10.0.0.0/8\"]}");

        Json changed = Json.parse(put(key, "{\"loss_policy\":\"strict\"}").body());

        assertThat(changed.get("loss_policy").text()).isEqualTo("strict");
        assertThat(changed.get("allowed_addresses").toString()).isEqualTo("[\"10.0.0.0/8\"]");
        assertThat(put(key, "{\"loss_policy\":\"some\"}").statusCode()).isEqualTo(400);
        assertThat(put("/admin/api/keys/nobody", "{\"loss_policy\":\"allow\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesAChangeTheKeysStateDoesNotAllow() {
        String key = "/admin/api/keys/" + keys.issue(NewKey.named("any")).key().id();
        post(key + "/revoke", "");

        HttpResponse<String> refused = post(key + "/enable", "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(code(refused)).isEqualTo("conflict");
    }

    @Test
    @Tag("AP8")
    void compressesLongListsForWhoeverTakesItAndNothingThatHoldsASecret() throws Exception {
        for (int i = 0; i < 20; i++) {
            keys.issue(NewKey.named("key " + i));
        }
        String wish = "{\"display_name\":\"any\",\"notes\":\"" + "x".repeat(1_500) + "\"}";

        HttpResponse<byte[]> list = client.send(compressed().build(), BodyHandlers.ofByteArray());
        HttpResponse<byte[]> issued =
                client.send(compressed().POST(BodyPublishers.ofString(wish)).build(), BodyHandlers.ofByteArray());

        assertThat(list.headers().firstValue("content-encoding")).contains("gzip");
        Json page = Json.parse(new String(
                new GZIPInputStream(new ByteArrayInputStream(list.body())).readAllBytes(), StandardCharsets.UTF_8));
        assertThat(page.get("data").size()).isGreaterThanOrEqualTo(20);
        assertThat(issued.statusCode()).isEqualTo(201);
        assertThat(issued.headers().firstValue("content-encoding")).isEmpty();
    }

    private HttpRequest.Builder compressed() {
        return HttpRequest.newBuilder(server.url().resolve("/admin/api/keys"))
                .header("authorization", "Bearer " + OperatorServer.OPERATOR)
                .header("content-type", "application/json")
                .header("accept-encoding", "br, gzip");
    }

    @Test
    void listsPageAfterPage() {
        for (int i = 0; i < 3; i++) {
            keys.issue(NewKey.named("key " + i));
        }

        Json first = Json.parse(get("/admin/api/keys?limit=2").body());
        Json second = Json.parse(
                get("/admin/api/keys?limit=2&cursor=" + first.get("next_cursor").text())
                        .body());

        assertThat(first.get("data").size()).isEqualTo(2);
        assertThat(second.get("data").size()).isEqualTo(1);
        assertThat(second.get("next_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=many", "limit=1001", "status=asleep", "cursor=%00"})
    void refusesAQueryItDoesNotUnderstand(String query) {
        assertThat(get("/admin/api/keys?" + query).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "tenant_id", "is_admin", "spend", "limits", "created_at", "secret_hash"})
    @Tag("J05")
    void refusesAFieldThatIsUnknownOrReadOnly(String field) {
        HttpResponse<String> refused =
                post("/admin/api/keys", "{\"display_name\": \"any\", \"" + field + "\": \"admin\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(field);
        assertThat(Json.parse(get("/admin/api/keys").body()).get("data").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"display_name\": \"\"}", "{\"display_name\":\"a\",\"display_name\":\"b\"}"})
    void refusesABodyThatIsNoKey(String body) {
        assertThat(post("/admin/api/keys", body).statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("I15")
    void givesNoMoreThanTheOperatorHas() {
        NewKey limited = new NewKey(
                "limited operator",
                "",
                "",
                Optional.of(List.of("openai/*")),
                Optional.empty(),
                AllowedAddresses.ANYWHERE,
                true,
                LossPolicy.WARN,
                Optional.empty(),
                "",
                "admin",
                Home.DEFAULT);
        String operator = keys.issue(limited).text().reveal();

        HttpResponse<String> refused = send(operator, "POST", "/admin/api/keys", "{\"display_name\": \"any\"}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("scope_exceeds_grantor");
    }

    @Test
    @Tag("ID56")
    void letsTheHolderOfAnIssuedAdminKeyIn() {
        String operator = keys.issue(NewKey.named("operator").asAdmin()).text().reveal();

        assertThat(send(operator, "GET", "/admin/api/keys", "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {OperatorServer.CALLER, "nobody's key"})
    @Tag("J15")
    void answersAKeyForCallsLikeAnUnknownOne(String key) {
        HttpResponse<String> refused = send(key.replace(' ', '-'), "GET", "/admin/api/keys", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(code(refused)).isEqualTo("invalid_api_key");
    }

    @ParameterizedTest
    @ValueSource(strings = {OperatorServer.CALLER, "nobody", OperatorServer.OPERATOR})
    @Tag("C22")
    void isNotThereWithoutAnAdminAuthenticator(String key) {
        server.shut();

        HttpResponse<String> refused = send(key, "GET", "/admin/api/keys", "");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(code(refused)).isEqualTo("not_found");
    }

    @Test
    void knowsNoKeyByAnUnknownOrImpossibleId() {
        assertThat(get("/admin/api/keys/nobody").statusCode()).isEqualTo(404);
        assertThat(get("/admin/api/keys/no%20body").statusCode()).isEqualTo(404);
    }

    private static String code(HttpResponse<String> answer) {
        return Json.parse(answer.body()).path("error.code").text();
    }

    private HttpResponse<String> get(String path) {
        return send(OperatorServer.OPERATOR, "GET", path, "");
    }

    private HttpResponse<String> post(String path, String body) {
        return send(OperatorServer.OPERATOR, "POST", path, body);
    }

    private HttpResponse<String> put(String path, String body) {
        return send(OperatorServer.OPERATOR, "PUT", path, body);
    }

    private HttpResponse<String> send(String key, String method, String path, String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(server.url().resolve(path))
                            .header("authorization", "Bearer " + key)
                            .header("content-type", "application/json")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
