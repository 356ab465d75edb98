package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.sallyport.testkit.GatewayHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// OpenAI's Java client asks backends of every vendor's form for responses and legacy completions, which most
/// of them do not know; it checks every answer.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA8")
final class VendorResponsesTest {
    private static final String ANSWER = "You wrote \"hello\".";

    private final VendorGateway gateway = new VendorGateway();
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(gateway.v1())
            .apiKey(GatewayHarness.KEY)
            .maxRetries(0)
            .responseValidation(true)
            .build();

    static List<String> vendors() {
        return VendorGateway.VENDORS;
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void asksForAResponse(String vendor) {
        Response answer = client.responses()
                .create(ResponseCreateParams.builder()
                        .model(vendor)
                        .instructions("Be brief.")
                        .input("hello")
                        .build());

        assertThat(words(answer)).startsWith(ANSWER);
        assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void holdsAStreamedConversationOfResponsesWithTools(String vendor) {
        List<ResponseInputItem> said = new ArrayList<>(List.of(user("call all")));

        Response calling = streamed(vendor, said);
        List<ResponseFunctionToolCall> calls = calling.output().stream()
                .map(ResponseOutputItem::asFunctionCall)
                .toList();
        calls.forEach(call -> said.add(ResponseInputItem.ofFunctionCall(call)));
        calls.forEach(
                call -> said.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                        .callId(call.callId())
                        .output("calm")
                        .build())));
        Response answer = streamed(vendor, said);

        assertThat(calls).extracting(ResponseFunctionToolCall::name).containsExactly("weather", "tides");
        assertThat(words(answer)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void completesAPrompt(String vendor) {
        Completion answer = client.completions()
                .create(CompletionCreateParams.builder()
                        .model(vendor)
                        .prompt("hello")
                        .build());

        assertThat(answer.choices().getFirst().text()).startsWith(ANSWER);
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(CompletionChoice.FinishReason.STOP);
    }

    @Test
    @Tag("Q13")
    void namesWhatOnlyAnotherBackendCanDo() {
        ResponseCreateParams asked = ResponseCreateParams.builder()
                .model("anthropic")
                .input("hello")
                .background(true)
                .build();

        BadRequestException error = catchThrowableOfType(
                BadRequestException.class, () -> client.responses().create(asked));

        assertThat(error.param()).contains("background");
        assertThat(error.code()).contains("unsupported_parameter");
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void hearsOfABrokenResponse(String vendor) {
        ResponseCreateParams asked = ResponseCreateParams.builder()
                .model(vendor + "-breaking")
                .input("hello")
                .build();

        OpenAIException broken = catchThrowableOfType(OpenAIException.class, () -> {
            try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(asked)) {
                stream.stream().forEach(event -> assertThat(event.isCompleted()).isFalse());
            }
        });

        assertThat(broken).isNotNull();
    }

    private Response streamed(String vendor, List<ResponseInputItem> said) {
        ResponseAccumulator whole = ResponseAccumulator.create();
        ResponseCreateParams asked = ResponseCreateParams.builder()
                .model(vendor)
                .inputOfResponse(said)
                .addTool(function("weather"))
                .addTool(function("tides"))
                .build();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(asked)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.response();
    }

    private static ResponseInputItem user(String text) {
        return ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content(text)
                .build());
    }

    private static FunctionTool function(String name) {
        return FunctionTool.builder()
                .name(name)
                .strict(false)
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
    }

    private static String words(Response answer) {
        return answer.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(content -> content.asOutputText().text())
                .collect(Collectors.joining());
    }
}
