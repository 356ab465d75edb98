package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.FaultProxy;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.SseClient;
import io.sallyport.testkit.TestOpenSearch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// An OpenSearch that is away for a while, in every way a network knows, under calls that go on.
///
/// No call may take as long as OpenSearch is waited for. Six seconds unless the system property `audit.outage`
/// says more, such as `PT10M`; what calls took then stands in `target/audit-outage.txt`.
@TestInstance(Lifecycle.PER_CLASS)
@Tag("F19")
@Tag("F21")
final class AuditOutageTest {
    private static final Duration OUTAGE = Duration.parse(System.getProperty("audit.outage", "PT6S"));
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Between two calls of a client, so that it is a load and not a siege.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final int CLIENTS = 4;

    private final TestOpenSearch server = TestOpenSearch.start();
    private final FaultProxy way = FaultProxy.before(server.url().getPort());
    private final ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.json(200, ChatWords.answer("fine")));
    private final HttpClient http = HttpClient.newHttpClient();
    private final GatewayHarness gateway = GatewayHarness.with()
            .backend("one", upstream.url())
            .alias("chat", "one/m")
            .section(
                    "audit",
                    Json.object()
                            .put(
                                    "opensearch",
                                    Json.object()
                                            .put("url", "http://127.0.0.1:" + way.port())
                                            .put("index_prefix", "long")
                                            .put("timeout", "1m")))
            .start();

    @AfterAll
    void closes() {
        gateway.close();
        http.close();
        upstream.close();
        way.close();
        server.close();
    }

    @Test
    void losesNoEventAndHoldsNoCallUp() throws Exception {
        List<Long> before = call(PAUSE.multipliedBy(10));
        List<Long> during = new ArrayList<>();
        for (FaultProxy.Fault fault :
                List.of(new FaultProxy.BlackHole(), new FaultProxy.Refuse(), new FaultProxy.ResetAfter(100))) {
            way.fault(fault);
            during.addAll(call(OUTAGE.dividedBy(3)));
        }
        way.fault(new FaultProxy.None());
        int all = before.size() + during.size();

        arrive(all);

        note(before, during);
        assertThat(during).hasSizeGreaterThan(CLIENTS * 3).allMatch(micros -> micros < 30_000_000);
        assertThat(documents()).isEqualTo(all);
    }

    /// Calls for a time with several clients at once, and tells how many microseconds each call took.
    private List<Long> call(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Callable<List<Long>> client = () -> {
            List<Long> took = new ArrayList<>();
            do {
                long start = System.nanoTime();
                try (SseClient answer = gateway.chat("chat", "")) {
                    assertThat(answer.status()).isEqualTo(200);
                    answer.rest();
                }
                took.add((System.nanoTime() - start) / 1_000);
                LockSupport.parkNanos(PAUSE.toNanos());
            } while (System.nanoTime() < end || took.size() < 2);
            return took;
        };
        List<Long> all = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(client));
            }
            for (Future<List<Long>> one : running) {
                all.addAll(one.get());
            }
        }
        return all;
    }

    private void arrive(long events) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (documents() < events) {
            assertThat(System.nanoTime())
                    .as("patience; " + documents() + " of " + events)
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private long documents() throws Exception {
        URI refresh = server.url().resolve("/long-*/_refresh");
        http.send(
                HttpRequest.newBuilder(refresh)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        URI count = server.url().resolve("/long-calls-*/_count");
        String answer = http.send(HttpRequest.newBuilder(count).build(), BodyHandlers.ofString())
                .body();
        return Json.parse(answer).path("count").longOr(0);
    }

    private static void note(List<Long> before, List<Long> during) throws IOException {
        Path file = Files.createDirectories(Path.of("target")).resolve("audit-outage.txt");
        Files.writeString(
                file,
                String.format(
                        Locale.ROOT,
                        "outage %s, calls %d; microseconds before: half %d, 99 of 100 %d; during: half %d, 99 of 100 %d%n",
                        OUTAGE,
                        during.size(),
                        quantile(before, 50),
                        quantile(before, 99),
                        quantile(during, 50),
                        quantile(during, 99)));
    }

    private static long quantile(List<Long> times, int percent) {
        long[] sorted = times.stream().flatMapToLong(LongStream::of).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
