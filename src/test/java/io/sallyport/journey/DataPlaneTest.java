package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.json.JsonArray;
import io.sallyport.json.JsonObject;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Installation;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.ScriptedUpstream.Received;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the paths below `/v1` promise about requests: which there are, what of them reaches a backend, and
/// under which names they are remembered.
@TestInstance(Lifecycle.PER_CLASS)
final class DataPlaneTest {
    private static final String CHAT = "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String FORM = "multipart/form-data; boundary=cut";

    private final ScriptedUpstream upstream = ScriptedUpstream.start().always(Script.json(200, RoutingHouse.HELLO));
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend(declaring())
            .backend("claudes", "anthropic", upstream.url())
            .alias("chat", "one/m")
            .alias("named", "one/m")
            .alias("grouped", "one/m")
            .alias("claude", "claudes/m")
            .start();
    private final Passerby client = new Passerby(gateway.url());

    private JsonObject declaring() {
        JsonArray every = Json.array();
        List.of("GET", "POST", "PUT", "PATCH", "DELETE").forEach(every::add);
        JsonObject things = Json.object().put("path", "/v1/things").put("methods", every);
        return Json.object()
                .put("name", "one")
                .put("kind", "openai_compatible")
                .put("base_url", upstream.url().toString())
                .put("api_key", GatewayHarness.UPSTREAM_KEY)
                .put("endpoints", Json.array().add(things));
    }

    @AfterEach
    void forgets() {
        upstream.forget();
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @Tag("DA14")
    @Tag("DA17")
    @CsvSource({"GET,''", "POST,a: 1", "PUT,a: 1", "PATCH,a: 1", "DELETE,''"})
    void passesADeclaredPathOnWithItsQueryAndBody(String method, String body) {
        String query = "?after=a%20b&after=&x=%C3%A4+~";

        HttpResponse<String> answer = send(method, "/v1/things" + query, body, "content-type", "text/x-yaml");

        Received received = received("/v1/things").getFirst();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(received.firstLine()).isEqualTo(method + " /v1/things" + query + " HTTP/1.1");
        assertThat(received.text()).isEqualTo(body);
    }

    @Test
    @Tag("DA40")
    void passesWhatIsNoCallOfAModelOnAsItCame() {
        String odd = "{ \"name\" :\"one\",\"tools\":[ ],\"prompt\":\"secret\" }";

        HttpResponse<String> answer = send("POST", "/v1/things", odd, "content-type", "application/json");

        assertThat(answer.body()).isEqualTo(RoutingHouse.HELLO);
        assertThat(received("/v1/things").getFirst().text()).isEqualTo(odd);
    }

    @Test
    @Tag("DA16")
    void knowsNoOtherPathsAndMethods() {
        HttpResponse<String> nowhere = send("POST", "/v1/other", "{}", "content-type", "application/json");
        HttpResponse<String> wrong = send("PUT", "/v1/chat/completions", CHAT, "content-type", "application/json");

        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("allow").orElseThrow()).contains("POST");
        assertThat(received("/v1/other")).isEmpty();
        assertThat(received("/v1/chat/completions")).isEmpty();
    }

    @ParameterizedTest
    @Tag("DA18")
    @ValueSource(strings = {"/v1/images/edits", "/v1/images/variations"})
    void sendsAPictureToWhoeverCanChangeItAndSaysWhoCannot(String path) {
        HttpResponse<String> changed = send("POST", path, form("chat"), "content-type", FORM);
        HttpResponse<String> refused = send("POST", path, form("claude"), "content-type", FORM);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(received(path)).singleElement().satisfies(received -> {
            assertThat(received.firstLine()).isEqualTo("POST " + path + " HTTP/1.1");
            assertThat(received.text()).isEqualTo(form("m"));
        });
        assertThat(refused.statusCode()).isEqualTo(501);
        assertThat(refused.body()).contains("\"code\":\"image_operation_unsupported\"");
    }

    @Test
    @Tag("DA21")
    void saysThatNobodyKeepsWhatIsToBeKept() {
        try (GatewayHarness claudesOnly = GatewayHarness.with()
                        .backend("claudes", "anthropic", upstream.url())
                        .start();
                Passerby other = new Passerby(claudesOnly.url())) {

            for (String path : List.of("/v1/uploads", "/v1/assistants", "/v1/moderations")) {
                HttpResponse<String> refused = other.post(path, "{}", "x-api-key", GatewayHarness.KEY);

                assertThat(refused.statusCode()).isEqualTo(501);
                assertThat(Json.parse(refused.body()).path("error.code").text()).isEqualTo("unsupported_operation");
            }
        }
    }

    @Test
    @Tag("DA31")
    void takesABodyThatDoesNotSayWhatItIsForJson() {
        HttpResponse<String> answer = send("POST", "/v1/chat/completions", CHAT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(received("/v1/chat/completions").getFirst().header("content-type"))
                .contains("application/json");
    }

    @Test
    @Tag("DA32")
    @Tag("C49")
    void returnsTheNameOfARequestOrGivesItOne() {
        HttpResponse<String> named = chat("named", "x-request-id", "of-the-client");
        HttpResponse<String> unnamed = chat("named");
        HttpResponse<String> misnamed = chat("named", "x-request-id", "no name");

        assertThat(id(named)).isEqualTo("of-the-client");
        assertThat(id(unnamed)).isNotBlank();
        assertThat(id(misnamed)).isNotEqualTo("no name").isNotEqualTo(id(unnamed));
        assertThat(logged("named", "coalesce(correlation_id, id::text)", 3))
                .containsExactlyInAnyOrder("of-the-client", id(unnamed), id(misnamed));
    }

    @Test
    @Tag("AU24")
    void groupsCallsByTheFirstNameThatTheyHave() {
        chat("grouped", "x-session-id", "session", "x-request-id", "request-1", "x-correlation-id", "other");
        chat("grouped", "x-request-id", "request-2", "x-correlation-id", "other");
        chat("grouped", "x-correlation-id", "correlation");
        chat("grouped");

        assertThat(logged("grouped", "coalesce(session_id, '')", 4))
                .containsExactlyInAnyOrder("session", "request-2", "correlation", "");
    }

    @ParameterizedTest
    @Tag("PR23")
    @ValueSource(
            strings = {
                "/v1/models",
                "/v1/models/chat",
                "/v1/me",
                "/v1/cluster/hosts",
                "/v1/cluster/services",
                "/v1/cluster/roles",
                "/status"
            })
    void tellsClientsNothingOfTheCredentialsOfBackends(String path) {
        HttpResponse<String> answer = send("GET", path, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty().doesNotContain(GatewayHarness.UPSTREAM_KEY);
    }

    private HttpResponse<String> chat(String model, String... headers) {
        return client.post("/v1/chat/completions", CHAT.replace("chat", model), withKey(headers));
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        return client.send(method, path, body, withKey(headers));
    }

    private static String[] withKey(String... headers) {
        return Stream.concat(Stream.of("x-api-key", GatewayHarness.KEY), Stream.of(headers))
                .toArray(String[]::new);
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-request-id").orElseThrow();
    }

    private List<String> logged(String model, String column, int calls) {
        String sql = "select " + column + " from request_log where model = '" + model + "'";
        return Installation.rows(gateway.database(), sql, calls).stream()
                .map(List::getFirst)
                .toList();
    }

    /// What reached the backend besides its own listings.
    private List<Received> received(String path) {
        return upstream.requests().stream()
                .filter(request -> request.firstLine().contains(" " + path))
                .toList();
    }

    private static String form(String model) {
        return "--cut\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\n" + model
                + "\r\n--cut\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n"
                + "content-type: image/png\r\n\r\nPNG\r\n--cut--\r\n";
    }
}
