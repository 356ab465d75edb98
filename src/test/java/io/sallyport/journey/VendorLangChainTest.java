package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import io.sallyport.testkit.GatewayHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// LangChain4j talks to backends of every vendor's form and does not notice.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA15")
final class VendorLangChainTest {
    private final VendorGateway gateway = new VendorGateway();

    static List<String> vendors() {
        return VendorGateway.VENDORS;
    }

    @AfterAll
    void closes() {
        gateway.close();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void holdsAStreamedConversationWithTools(String vendor) {
        StreamingChatModel model = model(vendor);
        List<ChatMessage> said = new ArrayList<>(List.of(UserMessage.from("call it")));

        ChatResponse calling = stream(model, said, tool("weather"));
        List<ToolExecutionRequest> calls = calling.aiMessage().toolExecutionRequests();
        said.add(calling.aiMessage());
        calls.forEach(call -> said.add(ToolExecutionResultMessage.from(call, "calm")));
        ChatResponse answer = stream(model, said, tool("weather"));

        assertThat(calling.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(calls).extracting(ToolExecutionRequest::name).containsExactly("weather");
        assertThat(calls).extracting(ToolExecutionRequest::arguments).containsExactly("{\"city\":\"call it\"}");
        assertThat(answer.aiMessage().text()).isNotEmpty();
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.tokenUsage().totalTokenCount()).isPositive();
    }

    /// This client takes a call for whole as soon as it sees the next one; that is how OpenAI streams them.
    @ParameterizedTest
    @MethodSource("vendors")
    void holdsAStreamedConversationWithToolsThatAreCalledAtTheSameTime(String vendor) {
        StreamingChatModel model = model(vendor + "-inorder");
        List<ChatMessage> said = new ArrayList<>(List.of(UserMessage.from("call all")));
        ToolSpecification[] tools = {tool("weather"), tool("tides")};

        ChatResponse calling = stream(model, said, tools);
        List<ToolExecutionRequest> calls = calling.aiMessage().toolExecutionRequests();
        said.add(calling.aiMessage());
        calls.forEach(call -> said.add(ToolExecutionResultMessage.from(call, call.name() + " calm")));
        ChatResponse answer = stream(model, said, tools);

        assertThat(calling.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(calls)
                .extracting(ToolExecutionRequest::name, ToolExecutionRequest::arguments)
                .containsExactly(
                        tuple("weather", "{\"city\":\"call all\"}"), tuple("tides", "{\"city\":\"call all\"}"));
        assertThat(calls).extracting(ToolExecutionRequest::id).doesNotHaveDuplicates();
        assertThat(answer.aiMessage().text()).isNotEmpty();
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    }

    private StreamingChatModel model(String vendor) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(gateway.v1())
                .apiKey(GatewayHarness.KEY)
                .modelName(vendor)
                .build();
    }

    private static ChatResponse stream(StreamingChatModel model, List<ChatMessage> said, ToolSpecification... tools) {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        model.chat(
                ChatRequest.builder().messages(said).toolSpecifications(tools).build(),
                new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });
        return whole.join();
    }

    private static ToolSpecification tool(String name) {
        return ToolSpecification.builder()
                .name(name)
                .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
                .build();
    }
}
