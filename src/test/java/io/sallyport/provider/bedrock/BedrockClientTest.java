package io.sallyport.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.transport.EventLoops;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;

/// Amazon's own client understands what the simulated Bedrock sends, so what is proved against it holds.
@TestInstance(Lifecycle.PER_CLASS)
class BedrockClientTest {
    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final BedrockRuntimeAsyncClient client = BedrockRuntimeAsyncClient.builder()
            .httpClient(new JavaHttp())
            .endpointOverride(URI.create("http://127.0.0.1:" + simulated.port()))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .build();

    @AfterAll
    void closes() {
        client.close();
        simulated.close();
        loops.close();
    }

    @Test
    void readsWholeAnswers() {
        ConverseResponse answer = client.converse(
                        request -> request.modelId("sim-reasoning").messages(said("hello")))
                .join();

        assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(answer.output().message().content())
                .extracting(ContentBlock::type)
                .containsExactly(ContentBlock.Type.REASONING_CONTENT, ContentBlock.Type.TEXT);
        assertThat(answer.usage().totalTokens())
                .isEqualTo(answer.usage().inputTokens() + answer.usage().outputTokens());
    }

    @Test
    void readsStreamsWithTools() {
        List<String> heard = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        ConverseStreamResponseHandler.Visitor visitor = ConverseStreamResponseHandler.Visitor.builder()
                .onContentBlockStart(event -> heard.add(event.start().toolUse().name()))
                .onContentBlockDelta(
                        event -> input.append(event.delta().toolUse().input()))
                .onMessageStop(event -> heard.add(event.stopReasonAsString()))
                .onMetadata(event -> heard.add(event.usage().totalTokens() > 0 ? "counted" : "free"))
                .build();

        client.converseStream(
                        request -> request.modelId("sim-1")
                                .messages(said("call"))
                                .toolConfig(ToolConfiguration.builder()
                                        .tools(tool("weather"))
                                        .build()),
                        ConverseStreamResponseHandler.builder()
                                .subscriber(visitor)
                                .build())
                .join();

        assertThat(heard).containsExactly("weather", "tool_use", "counted");
        assertThat(input).hasToString("{\"city\":\"call\"}");
    }

    @Test
    void invokesModels() {
        String answer = client.invokeModel(request -> request.modelId("amazon.titan-embed-text-v2:0")
                        .body(SdkBytes.fromUtf8String("{\"inputText\":\"hello\",\"dimensions\":3}")))
                .join()
                .body()
                .asUtf8String();

        assertThat(answer).contains("\"embedding\":[", "\"inputTextTokenCount\":2");
    }

    private static Message said(String text) {
        return Message.builder()
                .role(ConversationRole.USER)
                .content(ContentBlock.fromText(text))
                .build();
    }

    private static Tool tool(String name) {
        Document schema = Document.mapBuilder()
                .putString("type", "object")
                .putDocument(
                        "properties",
                        Document.mapBuilder()
                                .putDocument(
                                        "city",
                                        Document.mapBuilder()
                                                .putString("type", "string")
                                                .build())
                                .build())
                .build();
        return Tool.fromToolSpec(spec -> spec.name(name).inputSchema(ToolInputSchema.fromJson(schema)));
    }
}
