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
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import io.sallyport.testkit.GatewayHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// OpenAI's Java client talks to a backend of Gemini's form and does not notice; it checks every answer, and
/// the vendor whether the signatures of its calls come back.
@TestInstance(Lifecycle.PER_CLASS)
final class OpenAiClientAtGeminiTest {
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
    void chats() {
        ChatCompletion answer =
                client.chat().completions().create(asking("hello").build());

        assertThat(content(answer)).startsWith(ANSWER);
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
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
        ChatCompletionCreateParams asked =
                asking("hello").maxCompletionTokens(50).promptCacheKey("u-1").build();

        try (HttpResponseFor<ChatCompletion> answer =
                client.chat().completions().withRawResponse().create(asked)) {
            assertThat(answer.headers().values("x-sallyport-loss")).containsExactly("dropped=prompt_cache_key");
        }
    }

    @Test
    void readsErrorsInItsOwnForm() {
        RateLimitException busy = catchThrowableOfType(
                RateLimitException.class,
                () -> client.chat()
                        .completions()
                        .create(asking("hello").model("gemini-busy").build()));
        OpenAIException broken = catchThrowableOfType(
                OpenAIException.class, () -> stream(asking("hello").model("gemini-breaking")));

        assertThat(busy.headers().values("retry-after")).containsExactly("7");
        assertThat(broken).isNotNull();
    }

    @Test
    void embeds() {
        List<Embedding> rows = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("gemini")
                        .inputOfArrayOfStrings(List.of("one", "two"))
                        .dimensions(4)
                        .build())
                .data();

        assertThat(rows).extracting(Embedding::index).containsExactly(0L, 1L);
        assertThat(rows).allSatisfy(row -> assertThat(row.embedding()).hasSize(4));
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
        return ChatCompletionCreateParams.builder().model("gemini").addUserMessage(text);
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
