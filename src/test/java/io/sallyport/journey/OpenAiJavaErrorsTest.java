package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.sallyport.testkit.GatewayHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// OpenAI's Java client understands every "no", and comes back when, and only when, it is told to.
@TestInstance(Lifecycle.PER_CLASS)
final class OpenAiJavaErrorsTest {
    private final SimulatedGateway gateway = new SimulatedGateway();
    private final Patience patience = new Patience();
    private final OpenAIClient client = client(GatewayHarness.KEY);

    @BeforeEach
    void forgets() {
        patience.waits.clear();
    }

    @AfterAll
    void closes() {
        client.close();
        gateway.close();
    }

    @Test
    @Tag("DA26")
    void showsAWrongKey() {
        OpenAIClient stranger = client("sk-nobody");

        UnauthorizedException error = catchThrowableOfType(UnauthorizedException.class, () -> chat(stranger, "chat"));

        assertThat(error.code()).contains("invalid_api_key");
        assertThat(error.type()).contains("authentication_error");
        assertThat(error.headers().values("x-request-id")).hasSize(1);
        assertThat(patience.waits).isEmpty();
        stranger.close();
    }

    @Test
    @Tag("DA26")
    void showsAnUnknownModel() {
        NotFoundException error = catchThrowableOfType(NotFoundException.class, () -> chat(client, "nothing"));

        assertThat(error.code()).contains("model_not_found");
        assertThat(patience.waits).isEmpty();
    }

    @Test
    @Tag("DA26")
    void showsWhatIsWrongWithARequest() {
        BadRequestException ours = catchThrowableOfType(BadRequestException.class, () -> chat(client, "two words"));
        BadRequestException theirs = catchThrowableOfType(BadRequestException.class, () -> chat(client, "picky"));

        assertThat(ours.param()).contains("model");
        assertThat(ours.code()).contains("invalid_value");
        assertThat(theirs.type()).contains("invalid_request_error");
        assertThat(patience.waits).isEmpty();
    }

    @Test
    @Tag("DA26")
    void showsABusyUpstream() {
        OpenAIClient hasty = client.withOptions(options -> options.maxRetries(0));

        RateLimitException error = catchThrowableOfType(RateLimitException.class, () -> chat(hasty, "busy"));

        assertThat(error.type()).contains("rate_limit_error");
        assertThat(error.headers().values("retry-after")).containsExactly("7");
        assertThat(error.headers().values("x-should-retry")).containsExactly("true");
        assertThat(patience.waits).isEmpty();
    }

    @Test
    void waitsAsLongAsABusyUpstreamAsks() {
        OpenAIServiceException error =
                catchThrowableOfType(OpenAIServiceException.class, () -> chat(client, "very-busy"));

        assertThat(error.headers().values("x-should-retry")).containsExactly("true");
        assertThat(patience.waits).hasSize(2);
        assertThat(patience.waits.getFirst()).isCloseTo(Duration.ofSeconds(9), Duration.ofMillis(100));
    }

    @Test
    void triesAgainUntilTheUpstreamRecovers() {
        ChatCompletion answer = chat(client, "flaky");

        assertThat(answer.choices()).hasSize(1);
        assertThat(patience.waits)
                .hasSize(2)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5)));
    }

    /// The client would repeat a conflict by itself.
    @Test
    void doesNotTryAgainWhatCannotGetBetter() {
        OpenAIServiceException error =
                catchThrowableOfType(OpenAIServiceException.class, () -> chat(client, "conflicting"));

        assertThat(error.statusCode()).isEqualTo(409);
        assertThat(error.headers().values("x-should-retry")).containsExactly("false");
        assertThat(patience.waits).isEmpty();
    }

    @Test
    void givesUpAfterTheLastTry() {
        InternalServerException error = catchThrowableOfType(InternalServerException.class, () -> chat(client, "cut"));

        assertThat(error.statusCode()).isEqualTo(502);
        assertThat(patience.waits).hasSize(2);
    }

    @Test
    @Tag("D01")
    void showsThatAStreamWasInterrupted() {
        List<ChatCompletionChunk> seen = new ArrayList<>();

        SseException error = catchThrowableOfType(SseException.class, () -> {
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(asking("breaking"))) {
                stream.stream().forEach(seen::add);
            }
        });

        assertThat(seen).isNotEmpty();
        assertThat(error.code().orElseThrow()).startsWith("upstream_");
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.v1())
                .apiKey(key)
                .maxRetries(2)
                .sleeper(patience)
                .build();
    }

    private static ChatCompletion chat(OpenAIClient client, String model) {
        return client.chat().completions().create(asking(model));
    }

    private static ChatCompletionCreateParams asking(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("hello")
                .build();
    }

    /// Notes how long the client would have slept, and does not sleep.
    private static final class Patience implements Sleeper {
        final List<Duration> waits = new CopyOnWriteArrayList<>();

        @Override
        public void sleep(Duration duration) {
            waits.add(duration);
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration duration) {
            waits.add(duration);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
