package io.sallyport.journey;

import io.sallyport.json.Json;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.limit.LedgerCheck.Report;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Script;
import io.sallyport.testkit.ScriptedUpstream;
import io.sallyport.testkit.TestDatabase;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// A tenant with a budget that a burst of calls would spend twice, and what became of it.
///
/// Units: tokens; each costs a thousandth of a dollar, and a call uses 5 and what it says.
final class LimitProof implements AutoCloseable {
    private static final long PICO_DOLLARS_PER_TOKEN = 1_000_000_000;
    private static final int READ = 5;
    private static final int LONGEST = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int calls;
    private final long limit;
    private final RandomGenerator random;
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final TestDatabase database = TestDatabase.migrated();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong answered = new AtomicLong();

    LimitProof(int calls, long seed) {
        this.calls = calls;
        this.limit = (long) calls * (READ + LONGEST / 2) / 2;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// How it ended.
    ///
    /// @param charged by the books
    /// @param answered what the answers said that clients got
    /// @param leases what instances hold that are gone
    record Outcome(long limit, long charged, long answered, long leases, Report report) {}

    GatewayHarness.Setup gateway() {
        return GatewayHarness.with()
                .restless()
                .server("provider_timeout", "60s")
                .backend("one", upstream.url())
                .alias("chat", "one/m")
                .pricedByThousands()
                .element(
                        "limits",
                        Json.object()
                                .put("name", "budget")
                                .put("scope", "tenant")
                                .put("metric", "cost")
                                .put("window", "month")
                                .put("amount", BigDecimal.valueOf(limit, 3).toPlainString()));
    }

    TestDatabase database() {
        return database;
    }

    /// All calls at once, each with an answer of another length after another while.
    CompletableFuture<?> burst(List<URI> instances) {
        for (int i = 0; i < calls; i++) {
            upstream.next(answer(random.nextInt(1, LONGEST + 1), Duration.ofMillis(random.nextInt(500))));
        }
        return all(instances, calls, LONGEST);
    }

    /// Waits until a good part of the budget is set aside and nothing of it is sure to be written.
    void awaitTheMiddle() {
        Await.within(PATIENCE, () -> upstream.requests().size() >= calls / 8);
    }

    /// Waits until so many instances are given up; for them, most of their life is over at once.
    void awaitGivenUp(int instances) {
        database.execute("update ledger_instance set expires_at = expires_at - interval '13 seconds'");
        Await.within(
                PATIENCE,
                () -> database.number("select count(*) from ledger_instance where given_up_at is not null")
                        >= instances);
    }

    /// Spends what a burst left, in ever smaller calls, until every instance refuses.
    void spendTheRest(List<URI> instances) {
        upstream.forget();
        for (int size : new int[] {LONGEST, LONGEST / 10, 1}) {
            upstream.always(answer(size, Duration.ZERO));
            long before = -1;
            while (answered.get() != before) {
                before = answered.get();
                all(instances, Math.max(instances.size(), calls / 20), size).join();
            }
        }
        Await.within(PATIENCE, () -> {
            all(instances, instances.size(), 1).join();
            return charged() >= limit * 99 / 100;
        });
        all(instances, calls / 10, 1).join();
    }

    /// How it stands after all instances left.
    Outcome outcome(String name) {
        Outcome outcome = new Outcome(
                limit,
                charged(),
                answered.get(),
                database.number("select count(*) from limit_lease"),
                new LedgerCheck(database.database()).run());
        System.out.println("limit proof, " + name + ": " + outcome);
        return outcome;
    }

    private CompletableFuture<?> all(List<URI> instances, int count, int size) {
        return CompletableFuture.allOf(IntStream.range(0, count)
                .mapToObj(i -> call(instances.get(i % instances.size()), size))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> call(URI instance, int size) {
        HttpRequest request = HttpRequest.newBuilder(instance.resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + GatewayHarness.KEY)
                .header("content-type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"model\":\"chat\",\"max_tokens\":" + size
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString())
                .thenAccept(this::count)
                .exceptionally(lost -> null);
    }

    private void count(HttpResponse<String> response) {
        if (response.statusCode() == 200) {
            answered.addAndGet(
                    Json.parse(response.body()).path("usage.total_tokens").asLong());
        }
    }

    private static Script answer(int words, Duration after) {
        return Script.begin().pause(after).and(Script.json(200, """
                {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
                "finish_reason":"stop","message":{"role":"assistant","content":"hi"}}],"usage":%s}""".replace("%s", usage(words))));
    }

    private static String usage(int words) {
        return Json.object()
                .put("prompt_tokens", READ)
                .put("completion_tokens", words)
                .put("total_tokens", READ + words)
                .toJson()
                .toString();
    }

    private long charged() {
        return database.number("select coalesce(sum(charged), 0)::bigint from limit_bucket") / PICO_DOLLARS_PER_TOKEN;
    }

    @Override
    public void close() {
        client.close();
        upstream.close();
        database.close();
    }
}
