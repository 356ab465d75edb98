package io.sallyport.journey;

import io.sallyport.testkit.GatewayHarness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Chat calls at a steady rate, whatever becomes of them; every tenth is streamed.
///
/// Threads: one that calls; whoever asks how it goes may be any.
final class SteadyLoad implements AutoCloseable {
    private static final int STREAMED = 10;

    /// More calls than these do not wait for an answer at once; what would be the next one is not sent.
    private static final int MOST_AT_ONCE = 512;

    private static final int PROBING = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest whole;
    private final HttpRequest streamed;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong lastFailure = new AtomicLong(System.nanoTime());
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private volatile boolean stopped;
    private Thread caller = Thread.ofPlatform().unstarted(() -> {});

    SteadyLoad(URI gateway) {
        this.whole = request(gateway, "");
        this.streamed = request(gateway, ",\"stream\":true");
    }

    private static HttpRequest request(URI gateway, String more) {
        return HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + GatewayHarness.KEY)
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"model\":\"chat\",\"max_tokens\":20,\"messages\":"
                        + "[{\"role\":\"user\",\"content\":\"hello\"}]" + more + "}"))
                .build();
    }

    /// Calls as fast as a few connections can.
    ///
    /// @return answers a second
    long capacity(Duration time) {
        long before = answered.get();
        long end = System.nanoTime() + time.toNanos();
        CompletableFuture<?>[] connections = new CompletableFuture<?>[PROBING];
        for (int i = 0; i < PROBING; i++) {
            connections[i] = callUntil(end);
        }
        CompletableFuture.allOf(connections).join();
        return (answered.get() - before) * 1_000 / time.toMillis();
    }

    private CompletableFuture<?> callUntil(long end) {
        return System.nanoTime() < end
                ? call().thenComposeAsync(_ -> callUntil(end))
                : CompletableFuture.completedFuture(true);
    }

    /// Goes on until it is closed.
    ///
    /// @param rate calls a second
    void start(long rate) {
        caller = Thread.ofPlatform().name("load").start(() -> {
            long begin = System.nanoTime();
            for (long i = 0; !stopped; i++) {
                LockSupport.parkNanos(begin + i * 1_000_000_000 / rate - System.nanoTime());
                if (room.tryAcquire()) {
                    var _ = call().whenComplete((_, _) -> room.release());
                }
            }
        });
    }

    private CompletableFuture<?> call() {
        boolean isStreamed = sent.incrementAndGet() % STREAMED == 0;
        return client.sendAsync(isStreamed ? streamed : whole, BodyHandlers.ofString())
                .handle((answer, failure) -> count(answer, isStreamed));
    }

    private boolean count(@Nullable HttpResponse<String> answer, boolean isStreamed) {
        boolean isFine = answer != null
                && answer.statusCode() == 200
                && (!isStreamed || answer.body().contains("[DONE]"));
        if (isFine) {
            answered.incrementAndGet();
        } else {
            failed.incrementAndGet();
            lastFailure.set(System.nanoTime());
        }
        return isFine;
    }

    long answered() {
        return answered.get();
    }

    long failed() {
        return failed.get();
    }

    /// Waits until no call has failed for a second.
    ///
    /// @return how long after a moment the last one failed
    Duration awaitCalm(long moment, Duration longest) {
        Duration calm = Duration.ofSeconds(1);
        long end = moment + longest.toNanos();
        while (System.nanoTime() - Math.max(lastFailure.get(), moment) < calm.toNanos() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Duration.ofNanos(Math.max(0, lastFailure.get() - moment));
    }

    /// Sends no more, and waits for what was sent.
    void stop() throws InterruptedException {
        stopped = true;
        caller.join();
        room.acquire(MOST_AT_ONCE);
    }

    @Override
    public void close() {
        stopped = true;
        client.shutdownNow();
    }
}
