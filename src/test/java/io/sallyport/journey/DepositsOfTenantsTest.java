package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a backend keeps for one tenant is nothing to another, although both use its one account.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("J11")
final class DepositsOfTenantsTest {
    private static final String FILES = """
            {"object":"list","data":[{"id":"file-labs"},{"id":"file-sales"},{"id":"file-old"}],
             "first_id":"file-labs","last_id":"file-old","has_more":false}""";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .restless()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .start();
    private final Passerby anybody = new Passerby(gateway.url());
    private final Person operator = Person.operator(gateway, "root@example.org");
    private final String labs = operator.keyInNewTenant("Labs");
    private final String sales = operator.keyInNewTenant("Sales");

    @BeforeEach
    void forgets() {
        upstream.forget();
        upstream.always(Script.json(200, "{\"id\":\"unchanged\"}"));
    }

    @AfterAll
    void closes() {
        anybody.close();
        gateway.close();
        upstream.close();
    }

    @Test
    void isFoundByItsOwnerAlone() {
        makes(labs, "/v1/batches", "{}", "batch_labs");

        List<HttpResponse<String>> foreign = List.of(
                get(sales, "/v1/batches/batch_labs"),
                get(sales, "/v1/batches/batch%5Flabs"),
                post(sales, "/v1/batches/batch_labs/cancel", ""),
                get(GatewayHarness.KEY, "/v1/batches/batch_labs"));
        HttpResponse<String> missing = get(sales, "/v1/batches/batch_unknown");

        assertThat(foreign).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(missing.body());
        });
        assertThat(get(labs, "/v1/batches/batch_labs").statusCode()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"chat\",\"input\":\"x\",\"previous_response_id\":\"resp_labs\"}",
                "{\"model\":\"chat\",\"input\":\"x\",\"previous\\u005fresponse_id\":\"resp_labs\"}",
                "{\"model\":\"chat\",\"input\":[{\"content\":[{\"type\":\"input_file\",\"file_id\":\"resp_labs\"}]}]}"
            })
    void isNothingThatAnotherTenantCouldGoOnFrom(String body) {
        upstream.next(Script.json(200, "{\"id\":\"resp_labs\",\"object\":\"response\",\"output\":[]}"));
        post(labs, "/v1/responses", "{\"model\":\"chat\",\"input\":\"x\"}");

        HttpResponse<String> foreign = post(sales, "/v1/responses", body);
        HttpResponse<String> own = post(labs, "/v1/responses", body);

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void isKnownFromTheFirstEventOfAStream() {
        upstream.next(Script.eventStream()
                .chunk("event: response.created\ndata: {\"type\":\"response.created\",\"response\":"
                        + "{\"id\":\"resp_streamed\",\"output\":[]}}\n\n")
                .chunk("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
                        + "{\"id\":\"resp_streamed\",\"status\":\"completed\",\"output\":[]}}\n\n")
                .lastChunk());

        post(labs, "/v1/responses", "{\"model\":\"chat\",\"input\":\"x\",\"stream\":true}");

        assertThat(get(sales, "/v1/responses/resp_streamed").statusCode()).isEqualTo(404);
        assertThat(get(labs, "/v1/responses/resp_streamed").statusCode()).isEqualTo(200);
    }

    @Test
    void isInTheListOfItsOwnerAlone() {
        makes(labs, "/v1/files", "{}", "file-labs");
        makes(sales, "/v1/files", "{}", "file-sales");
        upstream.always(Script.json(200, FILES));

        assertThat(ids(get(labs, "/v1/files"))).containsExactly("file-labs");
        assertThat(ids(get(sales, "/v1/files"))).containsExactly("file-sales");
        assertThat(ids(get(GatewayHarness.KEY, "/v1/files"))).containsExactly("file-old");
        assertThat(get(sales, "/v1/files").body()).doesNotContain("file-labs", "file-old");
    }

    @Test
    void leavesTheDefaultTenantWhatWasThereBefore() {
        assertThat(get(GatewayHarness.KEY, "/v1/files/file-from-before").body()).isEqualTo("{\"id\":\"unchanged\"}");
        assertThat(get(labs, "/v1/files/file-from-before").statusCode()).isEqualTo(404);
    }

    private void makes(String key, String path, String body, String id) {
        upstream.next(Script.json(200, "{\"id\":\"" + id + "\"}"));
        assertThat(post(key, path, body).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String key, String path) {
        return anybody.get(path, "authorization", "Bearer " + key);
    }

    private HttpResponse<String> post(String key, String path, String body) {
        return anybody.post(path, body, "authorization", "Bearer " + key);
    }

    private static List<String> ids(HttpResponse<String> list) {
        return Json.parse(list.body()).get("data").elements().stream()
                .map(element -> element.get("id").text())
                .toList();
    }
}
