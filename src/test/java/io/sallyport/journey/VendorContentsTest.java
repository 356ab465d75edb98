package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Content;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.EmbedContentResponse;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Tool;
import io.sallyport.testkit.GatewayHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Google's Java client talks through the gateway to backends of every form and does not notice.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("DA15")
final class VendorContentsTest {
    private static final GenerateContentConfig PLAIN =
            GenerateContentConfig.builder().build();

    private final VendorGateway gateway = new VendorGateway();
    private final Client client = Client.builder()
            .apiKey(GatewayHarness.KEY)
            .httpOptions(HttpOptions.builder()
                    .baseUrl(gateway.root().toString())
                    .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                    .build())
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
    void answers(String vendor) {
        GenerateContentResponse answer = client.models.generateContent(vendor, "hello", PLAIN);

        assertThat(answer.text()).startsWith("You wrote \"hello\".");
        assertThat(answer.finishReason()).isEqualTo(new FinishReason(FinishReason.Known.STOP));
        assertThat(answer.usageMetadata().orElseThrow().totalTokenCount())
                .hasValueSatisfying(tokens -> assertThat(tokens).isPositive());
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void holdsAStreamedConversationWithTools(String vendor) {
        List<Content> said = new ArrayList<>(List.of(user(Part.fromText("call all"))));
        List<Part> calling = stream(vendor, said);
        said.add(Content.builder().role("model").parts(calling).build());
        List<FunctionCall> calls =
                calling.stream().flatMap(part -> part.functionCall().stream()).toList();
        said.add(user(calls.stream().map(VendorContentsTest::calm).toArray(Part[]::new)));
        List<Part> answer = stream(vendor, said);

        assertThat(calls)
                .extracting(call -> call.name().orElse(""), call -> call.args().orElse(Map.of()))
                .containsExactly(
                        tuple("weather", Map.of("city", "call all")), tuple("tides", Map.of("city", "call all")));
        assertThat(answer).anyMatch(part -> !part.text().orElse("").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void countsTokens(String vendor) {
        assertThat(client.models
                        .countTokens(vendor, "hello", null)
                        .totalTokens()
                        .orElse(0))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini-embed", "openai-embed", "vertex-embed", "cohere-embed", "ollama-embed"})
    void embeds(String model) {
        EmbedContentResponse answer = client.models.embedContent(
                model,
                List.of("one", "two"),
                EmbedContentConfig.builder().outputDimensionality(8).build());

        assertThat(answer.embeddings().orElseThrow())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.values().orElseThrow()).hasSize(8));
    }

    @Test
    void readsErrors() {
        ApiException missing = catchThrowableOfType(
                ApiException.class, () -> client.models.generateContent("nothing", "hello", PLAIN));
        ApiException busy = catchThrowableOfType(
                ApiException.class, () -> client.models.generateContent("gemini-busy", "hello", PLAIN));

        assertThat(missing.code()).isEqualTo(404);
        assertThat(missing.status()).isEqualTo("NOT_FOUND");
        assertThat(busy.code()).isEqualTo(429);
    }

    /// Every part of the answer, as it came.
    private List<Part> stream(String model, List<Content> said) {
        GenerateContentConfig config = GenerateContentConfig.builder()
                .tools(Tool.builder()
                        .functionDeclarations(tool("weather"), tool("tides"))
                        .build())
                .systemInstruction(Content.fromParts(Part.fromText("Be brief.")))
                .build();
        List<Part> parts = new ArrayList<>();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(model, said, config)) {
            stream.forEach(chunk -> parts.addAll(chunk.parts()));
        }
        return parts;
    }

    private static FunctionDeclaration tool(String name) {
        return FunctionDeclaration.builder()
                .name(name)
                .parametersJsonSchema(Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))))
                .build();
    }

    private static Content user(Part... parts) {
        return Content.builder().role("user").parts(parts).build();
    }

    private static Part calm(FunctionCall call) {
        FunctionResponse.Builder response =
                FunctionResponse.builder().name(call.name().orElse("")).response(Map.of("output", "calm"));
        call.id().ifPresent(response::id);
        return Part.builder().functionResponse(response.build()).build();
    }
}
