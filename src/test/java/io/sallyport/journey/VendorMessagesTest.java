package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import io.sallyport.testkit.GatewayHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Anthropic's Java client talks to backends of every vendor's form and does not notice; it checks every
/// answer.
@TestInstance(Lifecycle.PER_CLASS)
final class VendorMessagesTest {
    private static final String ANSWER = "You wrote \"hello\".";

    private final VendorGateway gateway = new VendorGateway();
    private final AnthropicClient client = AnthropicOkHttpClient.builder()
            .baseUrl(gateway.root().toString())
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
    void answersAMessage(String vendor) {
        Message answer = client.messages().create(asking(vendor, "hello").build());

        assertThat(text(answer)).startsWith(ANSWER);
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().inputTokens()).isPositive();
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void streamsAMessage(String vendor) {
        Message answer = stream(asking(vendor, "hello"));

        assertThat(text(answer)).startsWith(ANSWER);
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void holdsAStreamedConversationWithTools(String vendor) {
        MessageCreateParams.Builder asked =
                asking(vendor, "call all").addTool(tool("weather")).addTool(tool("tides"));

        Message calling = stream(asked);
        asked.addMessage(calling);
        asked.addUserMessageOfBlockParams(uses(calling).stream()
                .map(use -> ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                        .toolUseId(use.id())
                        .content("calm")
                        .build()))
                .toList());
        Message answer = stream(asked);

        assertThat(calling.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(uses(calling)).extracting(ToolUseBlock::name).containsExactly("weather", "tides");
        assertThat(uses(calling))
                .extracting(ToolUseBlock::_input)
                .containsOnly(JsonValue.from(Map.of("city", "call all")));
        assertThat(text(answer)).isNotEmpty();
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void countsTokens(String vendor) {
        long tokens = client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(vendor)
                        .addUserMessage("hello")
                        .build())
                .inputTokens();

        assertThat(tokens).isPositive();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void readsErrorsInItsOwnForm(String vendor) {
        RateLimitException busy = catchThrowableOfType(
                RateLimitException.class,
                () -> client.messages().create(asking(vendor + "-busy", "hello").build()));
        SseException broken =
                catchThrowableOfType(SseException.class, () -> stream(asking(vendor + "-breaking", "hello")));

        assertThat(busy.errorType()).contains(ErrorType.RATE_LIMIT_ERROR);
        assertThat(broken.errorType()).isPresent();
    }

    private Message stream(MessageCreateParams.Builder asked) {
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(asked.build())) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    private static MessageCreateParams.Builder asking(String model, String text) {
        return MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage(text);
    }

    private static Tool tool(String name) {
        return Tool.builder()
                .name(name)
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .build())
                .build();
    }

    private static List<ToolUseBlock> uses(Message answer) {
        return answer.content().stream()
                .filter(ContentBlock::isToolUse)
                .map(ContentBlock::asToolUse)
                .toList();
    }

    private static String text(Message answer) {
        return answer.content().getFirst().asText().text();
    }
}
