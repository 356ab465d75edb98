package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestDatabase;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway that is told to stop while hundreds of streams run through it.
@Tag("G03")
@Tag("STREAM")
@Tag("LEDGER")
@Timeout(300)
final class DrainTest {
    private static final int STREAMS = 500;

    private final EventLoops loops = EventLoops.start(1);
    private final SimulatedUpstream simulated = SimulatedUpstream.start(loops, 0, Clock.systemUTC());
    private final TestDatabase database = TestDatabase.migrated();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        readers.shutdownNow();
        simulated.close();
        loops.close();
        database.close();
    }

    @Test
    @Tag("DA43")
    void letsEveryStreamEndAndForgetsNone() {
        GatewayHarness gateway = GatewayHarness.with()
                .server("shutdown_notice", "10s")
                // All begin at once, whatever the machine makes of that.
                .server("provider_timeout", "2m")
                .server("graceful_shutdown_delay", "60s")
                .backend("simulated", simulated.baseUrl())
                .alias("steady", "simulated/sim-stream-200ms-80")
                .startOn(database);
        List<CompletableFuture<SseClient>> streams = IntStream.range(0, STREAMS)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> gateway.stream("steady"), readers))
                .toList();
        List<SseClient> running = streams.stream().map(CompletableFuture::join).toList();
        List<Integer> begun = running.stream().map(SseClient::status).distinct().toList();

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::stop, readers);
        int ready = Await.answer(() -> readiness(gateway), status -> status == 503);
        List<CompletableFuture<SseClient.Ending>> endings = running.stream()
                .map(stream -> CompletableFuture.supplyAsync(() -> ending(stream), readers))
                .toList();
        stopping.join();

        assertThat(begun).containsExactly(200);
        assertThat(ready).isEqualTo(503);
        assertThat(endings.stream().map(CompletableFuture::join))
                .hasSize(STREAMS)
                .containsOnly(SseClient.Ending.CLEAN);
        assertThat(
                        database.rows(
                                "select count(*) from request_log l join usage_record u on u.request_id = l.id where l.success"))
                .containsExactly(List.of(Integer.toString(STREAMS)));
    }

    private static SseClient.Ending ending(SseClient stream) {
        try (stream) {
            var _ = stream.rest();
            return stream.ending();
        }
    }

    private static int readiness(GatewayHarness gateway) {
        try (Passerby balancer = new Passerby(gateway.url())) {
            return balancer.get("/readyz").statusCode();
        }
    }
}
