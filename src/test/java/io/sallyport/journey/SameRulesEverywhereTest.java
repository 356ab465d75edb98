package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.ScriptedUpstream;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a key may use is decided alike on every path, and nothing that is refused reaches a backend.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("J13")
final class SameRulesEverywhereTest {
    private static final String BOUNDARY = "b0undary";

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .alias("other", "one/n")
            .start();
    private final Passerby anybody = new Passerby(gateway.url());
    private final String otherModels = issued("\"allowed_models\":[\"other\"]");
    private final String noOperation = issued("\"allowed_operations\":[\"realtime\"]");

    /// A path, and the form of its body.
    record Door(String path, String type) {
        static Door json(String path) {
            return new Door(path, "application/json");
        }

        static Door form(String path) {
            return new Door(path, "multipart/form-data; boundary=" + BOUNDARY);
        }

        String body(String model) {
            return type.equals("application/json")
                    ? "{\"model\":\"" + model + "\",\"messages\":[],\"input\":\"x\",\"prompt\":\"x\",\"max_tokens\":9}"
                    : "--" + BOUNDARY + "\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\n" + model + "\r\n--"
                            + BOUNDARY + "--\r\n";
        }
    }

    static Stream<Door> doors() {
        return Stream.concat(
                Stream.of(
                                "/v1/chat/completions",
                                "/v1/completions",
                                "/v1/responses",
                                "/v1/embeddings",
                                "/v1/moderations",
                                "/v1/rerank",
                                "/v1/images/generations",
                                "/v1/audio/speech",
                                "/v1/messages",
                                "/v1/messages/count_tokens")
                        .map(Door::json),
                Stream.of(
                                "/v1/images/edits",
                                "/v1/images/variations",
                                "/v1/audio/transcriptions",
                                "/v1/audio/translations")
                        .map(Door::form));
    }

    static List<String> collections() {
        return List.of(
                "/v1/files",
                "/v1/uploads",
                "/v1/batches",
                "/v1/assistants",
                "/v1/threads",
                "/v1/fine_tuning/jobs",
                "/v1/fine-tuning/jobs",
                "/v1/responses/resp_1");
    }

    @AfterEach
    void reachesNoBackend() {
        assertThat(upstream.requests()).isEmpty();
    }

    @AfterAll
    void closes() {
        anybody.close();
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void refusesAModelThatIsNotOnTheList(Door door) {
        HttpResponse<String> answer = call(door, otherModels, "chat");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This key may not use the model 'chat'.");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void refusesAnOperationThatIsNotOnTheList(Door door) {
        HttpResponse<String> answer = call(door, noOperation, "chat");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This key may not make ");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void refusesAKeyThatIsNone(Door door) {
        assertThat(call(door, "sk-wrong.key", "chat").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("collections")
    void refusesACollectionWhoseOperationIsNotOnTheList(String path) {
        assertThat(get(path, noOperation).statusCode()).isEqualTo(403);
        assertThat(get(path, "sk-wrong.key").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/score",
                "/v1/vector_stores",
                "/v1/chat/completions/stored",
                "/v1/organization/usage",
                "/v1/admin",
                "/v1/engines/chat/completions"
            })
    void knowsNoPathThatIsNotListed(String path) {
        assertThat(get(path, GatewayHarness.KEY).statusCode()).isEqualTo(404);
        assertThat(call(Door.json(path), GatewayHarness.KEY, "chat").statusCode())
                .isEqualTo(404);
    }

    @Test
    void listsOnlyModelsThatMayBeUsed() {
        String models = get("/v1/models", otherModels).body();

        assertThat(Json.parse(models).get("data").elements())
                .extracting(model -> model.get("id").text())
                .contains("other")
                .doesNotContain("chat");
        assertThat(get("/v1/models/chat", otherModels).statusCode()).isEqualTo(404);
    }

    private String issued(String lists) {
        HttpResponse<String> made = anybody.post(
                "/admin/api/keys",
                "{\"display_name\":\"narrow\"," + lists + "}",
                "authorization",
                "Bearer " + GatewayHarness.ADMIN_KEY);
        return Json.parse(made.body()).get("api_key").text();
    }

    private HttpResponse<String> call(Door door, String key, String model) {
        return anybody.send(
                "POST", door.path(), door.body(model), "authorization", "Bearer " + key, "content-type", door.type());
    }

    private HttpResponse<String> get(String path, String key) {
        return anybody.get(path, "authorization", "Bearer " + key);
    }
}
