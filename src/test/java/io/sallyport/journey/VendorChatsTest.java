package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice.FinishReason;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.sallyport.testkit.GatewayHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// OpenAI's Java client talks to backends of every vendor's form and does not notice; it checks every answer.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("PR14")
final class VendorChatsTest {
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
    void chats(String vendor) {
        ChatCompletion answer =
                client.chat().completions().create(asking(vendor, "hello").build());

        assertThat(content(answer)).startsWith(ANSWER);
        assertThat(answer.id()).isNotEmpty();
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void streamsWithUsage(String vendor) {
        ChatCompletion answer = stream(asking(vendor, "hello")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build()));

        assertThat(content(answer)).startsWith(ANSWER);
        assertThat(answer.id()).isNotEmpty();
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void holdsAStreamedConversationWithTools(String vendor) {
        ChatCompletionCreateParams.Builder asked =
                asking(vendor, "call all").addFunctionTool(tool("weather")).addFunctionTool(tool("tides"));

        ChatCompletion calling = stream(asked);
        ChatCompletionMessage said = calling.choices().getFirst().message();
        asked.addMessage(said);
        calls(said)
                .forEach(call -> asked.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("calm")
                        .build()));
        ChatCompletion answer = stream(asked);

        assertThat(calling.choices().getFirst().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(calls(said))
                .extracting(
                        call -> call.function().name(), call -> call.function().arguments())
                .containsExactly(
                        tuple("weather", "{\"city\":\"call all\"}"), tuple("tides", "{\"city\":\"call all\"}"));
        assertThat(content(answer)).isNotEmpty();
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void keepsToTheCapOfAnAnswer(String vendor) {
        ChatCompletion answer = client.chat()
                .completions()
                .create(asking(vendor, "hello").maxCompletionTokens(2).build());

        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void readsRefusalsInItsOwnForm(String vendor) {
        RateLimitException busy = catchThrowableOfType(
                RateLimitException.class,
                () -> client.chat()
                        .completions()
                        .create(asking(vendor + "-busy", "hello").build()));
        BadRequestException picky = catchThrowableOfType(
                BadRequestException.class,
                () -> client.chat()
                        .completions()
                        .create(asking(vendor + "-picky", "hello").build()));

        assertThat(busy.headers().values("retry-after")).containsExactly("7");
        assertThat(picky.getMessage()).contains("Simulated refusal.");
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void hearsWhenAStreamBreaks(String vendor) {
        for (String fault : List.of("-breaking", "-failing")) {
            OpenAIException broken =
                    catchThrowableOfType(OpenAIException.class, () -> stream(asking(vendor + fault, "hello")));

            assertThat(broken).as(fault).isNotNull();
        }
    }

    private ChatCompletion stream(ChatCompletionCreateParams.Builder asked) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asked.build())) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    private static ChatCompletionCreateParams.Builder asking(String model, String text) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
    }

    private static FunctionDefinition tool(String name) {
        return FunctionDefinition.builder()
                .name(name)
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletionMessage said) {
        return said.toolCalls().orElseThrow().stream()
                .map(call -> call.asFunction())
                .toList();
    }

    private static String content(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }
}
