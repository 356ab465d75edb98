package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Embeddings, pictures and rankings of vendors with forms of their own, asked for in the usual form.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("PR14")
final class VendorCallsTest {
    private final VendorGateway gateway = new VendorGateway();
    private final Passerby caller = new Passerby(gateway.root());
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(gateway.v1())
            .apiKey(GatewayHarness.KEY)
            .maxRetries(0)
            .responseValidation(true)
            .build();

    @AfterAll
    void closes() {
        client.close();
        caller.close();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cohere-on-bedrock",
                "cohere-embed",
                "ollama-embed",
                "huggingface-embed",
                "gemini-embed",
                "vertex-embed"
            })
    void embedsSeveralTexts(String model) {
        CreateEmbeddingResponse answer = client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(model)
                        .inputOfArrayOfStrings(List.of("one", "two"))
                        .dimensions(8)
                        .build());

        // Hugging Face cannot be asked for a size.
        int size = model.equals("huggingface-embed") ? 1536 : 8;
        assertThat(answer.data())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.embedding()).hasSize(size));
        assertThat(answer.usage().totalTokens()).isPositive();
    }

    @Test
    void embedsOneTextWhereOnlyOneIsTaken() {
        HttpResponse<String> one = post("/v1/embeddings", "{\"model\":\"titan\",\"input\":\"one\"}");
        HttpResponse<String> two = post("/v1/embeddings", "{\"model\":\"titan\",\"input\":[\"one\",\"two\"]}");

        assertThat(Json.parse(one.body()).path("usage.prompt_tokens").asLong()).isPositive();
        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(two.body()).contains("\"param\":\"input\"");
    }

    @Test
    void paintsPictures() {
        ImagesResponse answer = client.images()
                .generate(ImageGenerateParams.builder()
                        .model("canvas")
                        .prompt("a boat")
                        .n(2)
                        .build());

        assertThat(answer.data().orElseThrow())
                .hasSize(2)
                .allSatisfy(
                        picture -> assertThat(picture.b64Json().orElseThrow()).startsWith("iVBOR"));
        assertThat(answer.created()).isPositive();
    }

    @Test
    @Tag("C33")
    @Tag("PR18")
    void saysThatAnAnswerCannotBeStreamed() {
        HttpResponse<String> answer =
                post("/v1/images/generations", "{\"model\":\"canvas\",\"prompt\":\"a boat\",\"stream\":true}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"streaming_not_supported\"", "\"param\":\"stream\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock-rerank", "cohere-rerank"})
    void ranksDocuments(String model) {
        HttpResponse<String> answer = post(
                "/v1/rerank",
                "{\"model\":\"" + model + "\",\"query\":\"red cars\",\"top_n\":1,\"return_documents\":true,"
                        + "\"documents\":[\"green trees\",{\"text\":\"red cars\"}]}");

        assertThat(Json.parse(answer.body()).get("results"))
                .isEqualTo(Json.parse("[{\"index\":1,\"relevance_score\":1,\"document\":{\"text\":\"red cars\"}}]"));
    }

    private HttpResponse<String> post(String path, String body) {
        return caller.post(path, body, "authorization", "Bearer " + GatewayHarness.KEY);
    }
}
