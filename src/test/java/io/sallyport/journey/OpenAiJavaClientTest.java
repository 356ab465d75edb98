package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.audio.translations.TranslationCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.models.Model;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import io.sallyport.testkit.GatewayHarness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// OpenAI's Java client finds everything as it knows it from OpenAI; it checks every answer against its own
/// model.
@TestInstance(Lifecycle.PER_CLASS)
final class OpenAiJavaClientTest {
    private static final String ANSWER = "You wrote \"hello\".";

    private final SimulatedGateway gateway = new SimulatedGateway();
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(gateway.v1())
            .apiKey(GatewayHarness.KEY)
            .responseValidation(true)
            .build();

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
    }

    @Test
    @Tag("DA4")
    void chats() {
        ChatCompletion answer =
                client.chat().completions().create(asking("hello").build());

        ChatCompletion.Choice choice = answer.choices().getFirst();
        assertThat(choice.message().content().orElseThrow()).startsWith(ANSWER);
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    @Tag("DA5")
    @Tag("D09")
    void streamsWithoutUsageUnlessItIsAskedFor() {
        ChatCompletion silent = stream(asking("hello"));
        ChatCompletion telling = stream(asking("hello")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build()));

        assertThat(content(silent)).startsWith(ANSWER).isEqualTo(content(telling));
        assertThat(silent.usage()).isEmpty();
        assertThat(telling.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    @Tag("AU25")
    void readsWhatABackendPackedThoughNobodyAskedForIt() {
        ChatCompletion whole = client.chat()
                .completions()
                .create(asking("hello").model("packed").build());
        ChatCompletion streamed = stream(asking("hello").model("packed"));

        assertThat(content(whole)).startsWith(ANSWER).isEqualTo(content(streamed));
        assertThat(whole.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    @Tag("DA4")
    void callsAToolAndTellsItsResult() {
        ChatCompletionCreateParams asked =
                asking("call it").addFunctionTool(weather()).build();

        ChatCompletionMessage calling =
                client.chat().completions().create(asked).choices().getFirst().message();
        ChatCompletionMessageFunctionToolCall call = toolCall(calling);
        ChatCompletion answer = client.chat()
                .completions()
                .create(asked.toBuilder()
                        .addMessage(calling)
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("sunny")
                                .build())
                        .build());

        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"call it\"}");
        assertThat(content(answer)).isNotEmpty();
    }

    @Test
    @Tag("D21")
    void streamsAToolCall() {
        ChatCompletion answer = stream(asking("call it").addFunctionTool(weather()));

        ChatCompletionMessageFunctionToolCall call =
                toolCall(answer.choices().getFirst().message());
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"call it\"}");
    }

    @Test
    @Tag("DA7")
    void embedsAsNumbersAndPacked() {
        List<Float> numbers = vector(EncodingFormat.FLOAT);
        List<Float> packed = vector(EncodingFormat.BASE64);

        assertThat(numbers).hasSize(8).isEqualTo(packed);
    }

    @Test
    @Tag("DA9")
    void drawsAPicture() {
        String base64 = client.images()
                .generate(ImageGenerateParams.builder()
                        .model("image")
                        .prompt("a boat")
                        .build())
                .data()
                .orElseThrow()
                .getFirst()
                .b64Json()
                .orElseThrow();

        assertThat(Base64.getDecoder().decode(base64)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    @Tag("DA12")
    void speaks() throws IOException {
        SpeechCreateParams asked = SpeechCreateParams.builder()
                .model("voice")
                .voice("alloy")
                .input("hello")
                .responseFormat(SpeechCreateParams.ResponseFormat.WAV)
                .build();

        try (HttpResponse spoken = client.audio().speech().create(asked)) {

            assertThat(spoken.headers().values("content-type")).containsExactly("audio/wav");
            assertThat(spoken.body().readAllBytes())
                    .startsWith('R', 'I', 'F', 'F')
                    .hasSize(1644);
        }
    }

    @Test
    @Tag("DA10")
    void hearsAMegabyteOfAudio() {
        String text = client.audio()
                .transcriptions()
                .create(TranscriptionCreateParams.builder()
                        .model("transcribe")
                        .file(talk(1 << 20))
                        .build())
                .asTranscription()
                .text();

        assertThat(text).isEqualTo("Simulated transcript of 1048576 bytes from talk.wav.");
    }

    @Test
    @Tag("DA11")
    void translatesWhatItHears() {
        String text = client.audio()
                .translations()
                .create(TranslationCreateParams.builder()
                        .model("transcribe")
                        .file(talk(1_000))
                        .build())
                .asTranslation()
                .text();

        assertThat(text).isEqualTo("Simulated translation of 1000 bytes from talk.wav.");
    }

    private static MultipartField<InputStream> talk(int bytes) {
        return file("talk.wav", new byte[bytes]);
    }

    @Test
    @Tag("DA21")
    void flagsWhatModerationFinds() {
        boolean bad = flags(ModerationCreateParams.builder().model("moderate").input("I kill time"));
        boolean good = flags(ModerationCreateParams.builder().model("moderate").input("I spend time"));

        assertThat(bad).isTrue();
        assertThat(good).isFalse();
    }

    @Test
    @Tag("DA8")
    void responds() {
        Response response = client.responses()
                .create(ResponseCreateParams.builder()
                        .model("chat")
                        .input("hello")
                        .build());

        String text = response.output()
                .getFirst()
                .asMessage()
                .content()
                .getFirst()
                .asOutputText()
                .text();
        assertThat(text).startsWith(ANSWER);
        assertThat(response.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    @Tag("DA8")
    void streamsAResponse() {
        ResponseCreateParams asked =
                ResponseCreateParams.builder().model("chat").input("hello").build();

        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(asked)) {
            List<ResponseStreamEvent> events = stream.stream().toList();

            String text = events.stream()
                    .map(ResponseStreamEvent::outputTextDelta)
                    .flatMap(Optional::stream)
                    .map(delta -> delta.delta())
                    .collect(Collectors.joining());
            assertThat(text).startsWith(ANSWER);
            assertThat(events.getLast().asCompleted().response().usage()).isPresent();
        }
    }

    @Test
    @Tag("DA2")
    void listsModels() {
        List<String> ids =
                client.models().list().items().stream().map(Model::id).toList();
        Model one = client.models().retrieve("chat");

        assertThat(ids).contains("chat", "embed", "claude", "sim-1");
        assertThat(one.id()).isEqualTo("chat");
    }

    @Test
    @Tag("DA21")
    void keepsAFile() throws IOException {
        byte[] lines = "{\"custom_id\":\"1\"}\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

        FileObject kept = client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(file("batch.jsonl", lines))
                        .build());

        assertThat(kept.filename()).isEqualTo("batch.jsonl");
        try (HttpResponse content = client.files().content(kept.id())) {
            assertThat(content.body().readAllBytes()).isEqualTo(lines);
        }
        assertThat(client.files().delete(kept.id()).deleted()).isTrue();
    }

    private ChatCompletion stream(ChatCompletionCreateParams.Builder asked) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asked.build())) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    private List<Float> vector(EncodingFormat format) {
        return client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("embed")
                        .input("hello")
                        .dimensions(8)
                        .encodingFormat(format)
                        .build())
                .data()
                .getFirst()
                .embedding();
    }

    private boolean flags(ModerationCreateParams.Builder asked) {
        return client.moderations().create(asked.build()).results().getFirst().flagged();
    }

    private static ChatCompletionCreateParams.Builder asking(String text) {
        return ChatCompletionCreateParams.builder().model("chat").addUserMessage(text);
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
    }

    private static ChatCompletionMessageFunctionToolCall toolCall(ChatCompletionMessage message) {
        return message.toolCalls().orElseThrow().getFirst().asFunction();
    }

    private static String content(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private static MultipartField<InputStream> file(String name, byte[] content) {
        return MultipartField.<InputStream>builder()
                .value(new ByteArrayInputStream(content))
                .filename(name)
                .contentType("application/octet-stream")
                .build();
    }
}
