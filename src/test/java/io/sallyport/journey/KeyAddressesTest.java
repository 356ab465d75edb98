package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Keys that work from some addresses only, before a gateway in the open and one behind a proxy.
@Tag("P09")
@TestInstance(Lifecycle.PER_CLASS)
final class KeyAddressesTest {
    private static final String OFFICE = "198.51.100.7";
    private static final String STRANGER = "203.0.113.9";

    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"hello"}}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, ANSWER));
    private final GatewayHarness open = setup().start();
    private final GatewayHarness proxied =
            setup().server("trusted_proxies", Json.array().add("127.0.0.1")).startBeside(open);
    private final HttpClient client = HttpClient.newHttpClient();

    private GatewayHarness.Setup setup() {
        return GatewayHarness.with()
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .element(
                        "backend_profiles",
                        Json.object()
                                .put("name", "Everyday")
                                .put("backends", Json.array().add("one")));
    }

    @AfterAll
    void closes() {
        client.close();
        proxied.close();
        open.close();
        upstream.close();
    }

    @Test
    void believeNoForwardingHeaderOfAnybodyButAProxy() {
        String key = issued("198.51.100.0/24").get("api_key").text();

        try (SseClient forged = call(open, key, OFFICE);
                SseClient written = call(proxied, key, OFFICE + ", " + STRANGER);
                SseClient real = call(proxied, key, STRANGER + ", " + OFFICE);
                SseClient remembered = call(proxied, key, STRANGER)) {

            assertThat(forged.status()).isEqualTo(403);
            assertThat(forged.text()).contains("address_not_allowed").doesNotContain("198.51.100", "127.0.0.1");
            assertThat(written.status()).isEqualTo(403);
            assertThat(real.status()).isEqualTo(200);
            assertThat(remembered.status()).isEqualTo(403);
        }
    }

    @Test
    void holdBeforeTheOperatorsDoorToo() {
        String key = Json.parse(operate("POST", "", "\"admin\":true,\"allowed_addresses\":[\"" + OFFICE + "\"]")
                        .body())
                .get("api_key")
                .text();

        assertThat(list(open, key).statusCode()).isEqualTo(403);
        assertThat(list(proxied, key).statusCode()).isEqualTo(200);
    }

    @Test
    void workElsewhereOnceAnOperatorSaysSo() {
        Json made = issued(OFFICE);
        String path = "/" + made.path("key.id").text();
        String key = made.get("api_key").text();

        String before = refusal(call(open, key, ""));
        HttpResponse<String> widened = operate("PUT", path, "\"allowed_addresses\":[\"127.0.0.0/8\",\"::1\"]");
        String after = refusal(call(open, key, ""));
        HttpResponse<String> wrong = operate("PUT", path, "\"allowed_addresses\":[\"office.example\"]");

        assertThat(before).isEqualTo("address_not_allowed");
        assertThat(Json.parse(widened.body()).get("allowed_addresses").elements())
                .map(Json::text)
                .containsExactly("127.0.0.0/8", "::1");
        assertThat(after).isEmpty();
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(Json.parse(wrong.body()).path("error.param").text()).isEqualTo("allowed_addresses");
    }

    @Test
    void areChosenByTheOwnerAndStayWhenTheKeyIsRotated() {
        Person ada = Person.in(open, "ada@example.org");
        String profile = ada.read("/api/profiles").path("data.0.id").text();
        String wish =
                "{\"name\":\"laptop\",\"profile\":\"" + profile + "\",\"allowed_addresses\":[\"" + OFFICE + "\"]}";
        Json made = Json.parse(ada.post("/api/keys", wish).body());
        String path = "/api/keys/" + made.path("key.id").text();

        Json rotated =
                Json.parse(ada.post(path + "/rotate", "{\"grace_minutes\":0}").body());
        String narrow = refusal(call(open, rotated.get("api_key").text(), ""));
        ada.send("PUT", "/api/keys/" + rotated.path("key.id").text(), "{\"allowed_addresses\":[]}");
        String wide = refusal(call(open, rotated.get("api_key").text(), ""));

        assertThat(narrow).isEqualTo("address_not_allowed");
        assertThat(wide).isEmpty();
    }

    private Json issued(String network) {
        return Json.parse(operate("POST", "", "\"allowed_addresses\":[\"" + network + "\"]")
                .body());
    }

    private static SseClient call(GatewayHarness gateway, String key, String forwardedFor) {
        return SseClient.post(
                gateway.url().resolve("/v1/chat/completions"),
                Map.of("authorization", "Bearer " + key, "x-forwarded-for", forwardedFor),
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }

    /// The code of a refusal; empty when the call was answered.
    private static String refusal(SseClient call) {
        try (call) {
            return call.status() == 200
                    ? ""
                    : Json.parse(call.text()).path("error.code").text();
        }
    }

    private HttpResponse<String> list(GatewayHarness gateway, String key) {
        return send(request(gateway, key, "").header("x-forwarded-for", OFFICE));
    }

    private HttpResponse<String> operate(String method, String path, String members) {
        String name = method.equals("POST") ? "\"display_name\":\"any\"," : "";
        return send(request(open, GatewayHarness.ADMIN_KEY, path)
                .method(method, BodyPublishers.ofString("{" + name + members + "}")));
    }

    private static HttpRequest.Builder request(GatewayHarness gateway, String key, String path) {
        return HttpRequest.newBuilder(gateway.url().resolve("/admin/api/keys" + path))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
