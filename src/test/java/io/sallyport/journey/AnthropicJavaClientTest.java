package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolUseBlock;
import io.sallyport.testkit.GatewayHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Anthropic's Java client talks through the gateway to a backend of the same form, its key sent either way.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA15")
final class AnthropicJavaClientTest {
    private static final String ANSWER = "You wrote \"hello\".";

    private final SimulatedGateway gateway = new SimulatedGateway();
    private final AnthropicClient client =
            builder().apiKey(GatewayHarness.KEY).responseValidation(true).build();

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
    }

    @Test
    void answersAMessage() {
        Message answer = client.messages().create(asking("claude", "hello").build());

        assertThat(text(answer)).startsWith(ANSWER);
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().inputTokens()).isPositive();
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @Test
    @Tag("DA37")
    void takesTheKeyAsABearerTokenToo() {
        AnthropicClient bearer = builder().authToken(GatewayHarness.KEY).build();

        Message answer = bearer.messages().create(asking("claude", "hello").build());

        assertThat(text(answer)).startsWith(ANSWER);
        bearer.close();
    }

    @Test
    @Tag("DA5")
    void streamsAMessage() {
        Message answer = stream(asking("claude", "hello"), new ArrayList<>());

        assertThat(text(answer)).startsWith(ANSWER);
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @Test
    void usesATool() {
        Message answer = client.messages()
                .create(asking("claude", "call it").addTool(weather()).build());

        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(toolUse(answer).name()).isEqualTo("weather");
        assertThat(toolUse(answer)._input()).isEqualTo(JsonValue.from(Map.of("city", "call it")));
    }

    @Test
    void streamsAToolUse() {
        Message answer = stream(asking("claude", "call it").addTool(weather()), new ArrayList<>());

        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(toolUse(answer)._input()).isEqualTo(JsonValue.from(Map.of("city", "call it")));
    }

    @Test
    void countsTokens() {
        long tokens = client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model("claude")
                        .addUserMessage("hello")
                        .build())
                .inputTokens();

        assertThat(tokens).isPositive();
    }

    @Test
    void triesAgainWhenTheUpstreamIsOverloaded() {
        Message answer =
                client.messages().create(asking("claude-flaky", "hello").build());

        assertThat(text(answer)).startsWith(ANSWER);
    }

    @Test
    @Tag("DA26")
    void showsErrorsInTheFormOfMessages() {
        AnthropicClient stranger = builder().apiKey("sk-nobody").build();

        UnauthorizedException unknown =
                catchThrowableOfType(UnauthorizedException.class, () -> ask(stranger, "claude"));
        NotFoundException missing = catchThrowableOfType(NotFoundException.class, () -> ask(client, "nothing"));

        assertThat(unknown.errorType()).contains(ErrorType.AUTHENTICATION_ERROR);
        assertThat(missing.errorType()).contains(ErrorType.NOT_FOUND_ERROR);
        stranger.close();
    }

    @Test
    @Tag("DA26")
    void showsABusyUpstream() {
        AnthropicClient once =
                builder().apiKey(GatewayHarness.KEY).maxRetries(0).build();

        RateLimitException busy = catchThrowableOfType(RateLimitException.class, () -> ask(once, "claude-busy"));

        assertThat(busy.errorType()).contains(ErrorType.RATE_LIMIT_ERROR);
        assertThat(busy.headers().values("retry-after")).containsExactly("7");
        once.close();
    }

    @Test
    @Tag("D01")
    void showsThatAStreamWasInterrupted() {
        List<RawMessageStreamEvent> seen = new ArrayList<>();

        SseException error =
                catchThrowableOfType(SseException.class, () -> stream(asking("claude-breaking", "hello"), seen));

        assertThat(seen).isNotEmpty();
        assertThat(error.errorType()).isPresent();
    }

    private AnthropicOkHttpClient.Builder builder() {
        return AnthropicOkHttpClient.builder().baseUrl(gateway.root().toString());
    }

    private static Message ask(AnthropicClient client, String model) {
        return client.messages().create(asking(model, "hello").build());
    }

    private Message stream(MessageCreateParams.Builder asked, List<RawMessageStreamEvent> seen) {
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(asked.build())) {
            stream.stream().peek(seen::add).forEach(whole::accumulate);
        }
        return whole.message();
    }

    private static MessageCreateParams.Builder asking(String model, String text) {
        return MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage(text);
    }

    private static Tool weather() {
        return Tool.builder()
                .name("weather")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .build())
                .build();
    }

    private static ToolUseBlock toolUse(Message answer) {
        return answer.content().getFirst().asToolUse();
    }

    private static String text(Message answer) {
        return answer.content().getFirst().asText().text();
    }
}
