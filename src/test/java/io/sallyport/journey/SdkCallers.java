package io.sallyport.journey;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.sallyport.testkit.GatewayHarness;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Programs that use OpenAI's Java client with its usual retries and call without a pause, whole and streamed
/// in turn.
///
/// Threads: one thread for each, and one that watches them.
final class SdkCallers implements AutoCloseable {
    private final Counting sleeper = new Counting();
    private final OpenAIClient client;
    private final String model;
    private final String expected;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final Semaphore more = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private SdkCallers(URI url, String model) {
        this.model = model;
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(url.resolve("/v1").toString())
                .apiKey(GatewayHarness.KEY)
                .sleeper(sleeper)
                .build();
        this.expected = whole();
    }

    /// @param model has the same answer for everybody, and takes its time to stream it
    static SdkCallers start(URI url, String model, int callers) {
        SdkCallers all = new SdkCallers(url, model);
        for (int i = 0; i < callers; i++) {
            all.threads.add(Thread.ofVirtual().start(all::callOnAndOn));
        }
        return all;
    }

    /// Waits for so many further answers.
    void awaitMore(int answers) {
        more.drainPermits();
        more.acquireUninterruptibly(answers);
    }

    /// Lets everybody finish what they began.
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// What was told as an error, and answers that were not what they should have been.
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    int answered() {
        return answered.get();
    }

    /// How often the client tried again by itself.
    int retries() {
        return sleeper.times.get();
    }

    private void callOnAndOn() {
        for (int i = 0; !stopped; i++) {
            try {
                String text = i % 2 == 0 ? streamed() : whole();
                if (!text.equals(expected)) {
                    failures.add(new AssertionError("cut: " + text));
                }
            } catch (RuntimeException e) {
                failures.add(e);
            }
            more.release();
        }
    }

    private String whole() {
        return counted(client.chat().completions().create(asked()));
    }

    private String streamed() {
        ChatCompletionAccumulator parts = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asked())) {
            stream.stream().forEach(parts::accumulate);
        }
        return counted(parts.chatCompletion());
    }

    private String counted(ChatCompletion answer) {
        answered.incrementAndGet();
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    private ChatCompletionCreateParams asked() {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("hello")
                .build();
    }

    @Override
    public void close() {
        stopped = true;
        client.close();
    }

    /// Waits as long as it is told, and counts how often.
    private static final class Counting implements Sleeper {
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public void sleep(Duration duration) {
            times.incrementAndGet();
            LockSupport.parkNanos(duration.toNanos());
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration duration) {
            return CompletableFuture.runAsync(() -> sleep(duration));
        }

        @Override
        public void close() {}
    }
}
