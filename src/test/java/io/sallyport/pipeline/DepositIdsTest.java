package io.sallyport.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.inference.RequestFacts;
import io.sallyport.json.Json;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("J11")
final class DepositIdsTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/files/file-1,                    file-1",
        "/v1/files/file-1/content,            file-1",
        "/v1/files/file%2D1,                  file-1",
        "/v1/batches/batch_1/cancel,          batch_1",
        "/v1/threads/thread_1/runs/run_1,     thread_1",
        "/v1/fine_tuning/jobs/ftjob-1/events, ftjob-1",
        "/v1/responses/resp_1,                resp_1"
    })
    void findsTheIdInAPath(String path, String id) {
        assertThat(DepositIds.of(request(Operation.FILE, "GET", path, ""))).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/files", "/v1/threads/runs", "/v1/fine_tuning/jobs"})
    void findsNoneWhereNoneStands(String path) {
        assertThat(DepositIds.of(request(Operation.FILE, "GET", path, ""))).isEmpty();
    }

    @Test
    void takesNoPathThatABackendMayReadInAnotherWay() {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> DepositIds.of(request(Operation.FILE, "GET", "/v1/files/file-1%20", "")));

        assertThat(refused.refusal().code()).isEqualTo("not_found");
    }

    @Test
    void findsWhatABodyNamesAtAnyDepth() {
        assertThat(named(Operation.BATCH, "{\"input_file_id\":\"file-1\"}")).containsExactly("file-1");
        assertThat(named(
                        Operation.RESPONSE,
                        "{\"previous_response_id\":\"resp_1\",\"conversation\":{\"id\":\"conv_1\"},"
                                + "\"input\":[{\"content\":[{\"type\":\"input_file\",\"file_id\":\"file-1\"}]}]}"))
                .containsExactly("resp_1", "conv_1", "file-1");
        assertThat(named(
                        Operation.RESPONSE,
                        "{\"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"file_ids\":[\"file-3\"]}}]}"))
                .containsExactly("file-3");
        assertThat(named(Operation.MESSAGE, "{\"messages\":[{\"content\":[{\"source\":{\"file_id\":\"file-4\"}}]}]}"))
                .containsExactly("file-4");
        assertThat(named(Operation.ASSISTANT, "{\"tool_resources\":{\"x\":{\"file_ids\":[\"file-1\",\"file-2\"]}}}"))
                .containsExactly("file-1", "file-2");
    }

    @Test
    void findsANameThatIsSpelledWithEscapes() {
        assertThat(named(Operation.CHAT, "{\"messages\":[{\"content\":[{\"\\u0066ile_id\":\"file-1\"}]}]}"))
                .containsExactly("file-1");
    }

    @Test
    void readsNoBodyThatNamesNothing() {
        assertThat(named(Operation.CHAT, "{\"messages\":[{\"content\":\"what is a file_id?\"}]}"))
                .isEmpty();
        assertThat(named(Operation.FILE, "--boundary\r\n{\"file_id\":\"file-1\"}"))
                .isEmpty();
    }

    @Test
    void findsWhatAnAnswerTellsOf() {
        assertThat(DepositIds.made(
                        Bytes.of("{\"id\":\"batch_1\",\"output_file_id\":\"file-2\",\"error_file_id\":null}")))
                .containsExactly("batch_1", "file-2");
        assertThat(DepositIds.made(Bytes.of("{\"id\":\"upload_1\",\"file\":{\"id\":\"file-3\"}}")))
                .containsExactly("upload_1", "file-3");
        assertThat(DepositIds.madeInStream(Bytes.of(
                        "event: response.created\ndata: {\"response\":" + "{\"id\": \"resp_9\",\"output\":[]}}\n\n")))
                .containsExactly("resp_9");
    }

    @Test
    void leavesOutOfAListWhatMayNotBeSeen() {
        Json list = Json.parse("{\"object\":\"list\",\"data\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"},{}],"
                + "\"first_id\":\"a\",\"last_id\":\"c\",\"has_more\":true}");

        Json some = Json.parse(DepositIds.only(list, Set.of("b")));
        Json none = Json.parse(DepositIds.only(list, Set.of()));

        assertThat(some.toString())
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"id\":\"b\"}],\"first_id\":\"b\",\"last_id\":\"b\","
                        + "\"has_more\":true}");
        assertThat(none.get("data").elements()).isEmpty();
        assertThat(none.get("last_id").isNull()).isTrue();
        assertThat(none.get("has_more").bool()).isFalse();
    }

    @Test
    void remembersNoResponseThatIsNotStored() {
        assertThat(DepositIds.leaves(request(Operation.RESPONSE, "POST", "/v1/responses", "{\"store\":false}")))
                .isFalse();
        assertThat(DepositIds.leaves(request(Operation.RESPONSE, "POST", "/v1/responses", "{}")))
                .isTrue();
        assertThat(DepositIds.leaves(request(Operation.CHAT, "POST", "/v1/chat/completions", "{}")))
                .isFalse();
    }

    private static Set<String> named(Operation operation, String body) {
        return DepositIds.of(request(operation, "POST", "/v1/somewhere", body));
    }

    private static RawRequest request(Operation operation, String method, String path, String body) {
        return new RawRequest(operation, method, path, "", "application/json", Bytes.of(body), RequestFacts.NONE);
    }
}
