package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
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
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.sallyport.testkit.GatewayHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// OpenAI's Java client talks to a backend of Anthropic's form and does not notice; it checks every answer.
@TestInstance(Lifecycle.PER_CLASS)
final class OpenAiClientAtAnthropicTest {
    private static final String ANSWER = "You wrote \"hello\".";

    private final SimulatedGateway gateway = new SimulatedGateway();
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(gateway.v1())
            .apiKey(GatewayHarness.KEY)
            .maxRetries(0)
            .responseValidation(true)
            .build();

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
    }

    @Test
    @Tag("PR15")
    @Tag("PR16")
    @Tag("PR17")
    void chats() {
        ChatCompletion answer =
                client.chat().completions().create(asking("hello").build());

        assertThat(content(answer)).startsWith(ANSWER);
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    @Tag("PR19")
    void streamsWithUsageOnlyWhenItIsAskedFor() {
        ChatCompletion silent = stream(asking("hello"));
        ChatCompletion telling = stream(asking("hello")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build()));

        assertThat(content(silent)).startsWith(ANSWER).isEqualTo(content(telling));
        assertThat(silent.usage()).isEmpty();
        assertThat(telling.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void holdsAStreamedConversationWithTools() {
        ChatCompletionCreateParams.Builder asked =
                asking("call all").addFunctionTool(tool("weather")).addFunctionTool(tool("tides"));

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

    @Test
    void saysWhatWasLostOnTheWay() {
        ChatCompletionCreateParams asked = asking("hello")
                .maxCompletionTokens(50)
                .temperature(1.5)
                .frequencyPenalty(0.5)
                .build();

        try (HttpResponseFor<ChatCompletion> answer =
                client.chat().completions().withRawResponse().create(asked)) {
            assertThat(answer.headers().values("x-sallyport-loss"))
                    .containsExactly("changed=temperature, dropped=frequency_penalty");
        }
    }

    @Test
    void readsErrorsInItsOwnForm() {
        RateLimitException busy = catchThrowableOfType(
                RateLimitException.class,
                () -> client.chat()
                        .completions()
                        .create(asking("hello").model("claude-busy").build()));
        OpenAIException broken = catchThrowableOfType(
                OpenAIException.class, () -> stream(asking("hello").model("claude-breaking")));

        assertThat(busy.headers().values("retry-after")).containsExactly("7");
        assertThat(broken).isNotNull();
    }

    @Test
    void hearsWhenABackendCannotDoIt() {
        OpenAIServiceException error = catchThrowableOfType(
                OpenAIServiceException.class,
                () -> client.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("claude")
                                .input("hello")
                                .build()));

        assertThat(error.statusCode()).isEqualTo(501);
        assertThat(error.headers().values("x-should-retry")).containsExactly("false");
    }

    private ChatCompletion stream(ChatCompletionCreateParams.Builder asked) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asked.build())) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    private static ChatCompletionCreateParams.Builder asking(String text) {
        return ChatCompletionCreateParams.builder().model("claude").addUserMessage(text);
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
