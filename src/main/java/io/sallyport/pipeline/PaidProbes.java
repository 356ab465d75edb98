package io.sallyport.pipeline;

import io.sallyport.catalog.Bounds;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.identity.Caller;
import io.sallyport.inference.Operation;
import io.sallyport.inference.RawRequest;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import io.sallyport.lang.Deadline;
import io.sallyport.lang.Money;
import io.sallyport.lang.RefusedException;
import io.sallyport.routing.DescribedCall;
import io.sallyport.routing.HealthBoard;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.Target;
import io.sallyport.transport.EventLoops;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks targets whose rest is over one short question each, so that no client has to find out whether they are
/// well again. Off without a budget; only targets of aliases, and only those whose price is known.
///
/// Threads: one of its own, which waits for the database.
public final class PaidProbes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PaidProbes.class);
    private static final long SECONDS_BETWEEN = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUESTION = "ping";

    /// Tokens; the smallest cap that every vendor takes.
    private static final long CAP = 16;

    private final SideCalls calls;
    private final Supplier<Resolver> resolver;
    private final HealthBoard health;
    private final EventLoops loops;
    private final ClientDialect dialect;
    private final Purse purse;
    private final Map<String, Long> seen = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private PaidProbes(
            SideCalls calls,
            Supplier<Resolver> resolver,
            HealthBoard health,
            EventLoops loops,
            ClientDialect dialect,
            Purse purse) {
        this.calls = calls;
        this.resolver = resolver;
        this.health = health;
        this.loops = loops;
        this.dialect = dialect;
        this.purse = purse;
    }

    /// What probes may cost.
    ///
    /// @param budget of a day for all instances; zero for no probes
    /// @param spent what the day's probes cost so far
    public record Purse(Supplier<Money> budget, Supplier<Money> spent) {
        boolean isClosed() {
            return budget.get().equals(Money.ZERO);
        }

        boolean isEmpty() {
            return spent.get().compareTo(budget.get()) >= 0;
        }
    }

    /// Probes until it is closed.
    ///
    /// @param dialect in which targets are asked
    public static PaidProbes start(
            SideCalls calls,
            Supplier<Resolver> resolver,
            HealthBoard health,
            EventLoops loops,
            ClientDialect dialect,
            Purse purse) {
        PaidProbes probes = new PaidProbes(calls, resolver, health, loops, dialect, purse);
        Thread.ofVirtual().name("paid-probes").start(probes::run);
        return probes;
    }

    private void run() {
        try {
            while (!closed.await(SECONDS_BETWEEN, TimeUnit.SECONDS)) {
                tryRound();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryRound() {
        try {
            round();
        } catch (RuntimeException e) {
            LOG.warn("paid_probes done=false cause={}", e.getMessage());
        }
    }

    private void round() {
        if (purse.isClosed()) {
            return;
        }
        Set<String> rested = due();
        if (rested.isEmpty() || purse.isEmpty()) {
            return;
        }
        for (Resolver.Offer offer : resolver.get().offers()) {
            for (Target target : offer.targets()) {
                if (target.price().isPresent() && rested.remove(target.id())) {
                    operation(offer).ifPresent(operation -> probe(target, operation));
                }
            }
        }
    }

    /// Targets whose rest is over, each once in a cooldown: one that a limit keeps from being asked, or whose
    /// answer says nothing of its health, stays rested.
    private Set<String> due() {
        long now = System.nanoTime();
        long pause = health.cooldown().toNanos();
        seen.values().removeIf(at -> now - at >= pause);
        Set<String> due = new HashSet<>(health.rested());
        due.removeAll(seen.keySet());
        due.forEach(target -> seen.put(target, now));
        return due;
    }

    /// Which question the models of an alias can answer; empty for those that cost too much to be asked.
    private static Optional<Operation> operation(Resolver.Offer offer) {
        return offer.entry().flatMap(entry -> switch (entry.type()) {
            case "llm" -> Optional.of(Operation.CHAT);
            case "embedding" -> Optional.of(Operation.EMBEDDING);
            default -> Optional.empty();
        });
    }

    private void probe(Target target, Operation operation) {
        Caller gateway = Caller.gateway();
        Plan plan;
        try {
            plan = resolver.get().beside(Bounds.NONE, gateway, target.id(), operation, dialect.name());
        } catch (RefusedException outOfService) {
            return;
        }
        RawRequest request = request(target.id(), operation);
        SideCall call = new SideCall(
                Purpose.PROBE,
                gateway,
                target.id(),
                dialect,
                request,
                Optional.of(CAP),
                plan,
                traits(gateway, request),
                Optional.empty(),
                Deadline.in(PATIENCE));
        loops.current().run(() -> calls.make(call, _ -> {}));
    }

    private RawRequest request(String model, Operation operation) {
        boolean embeds = operation == Operation.EMBEDDING;
        String path = embeds ? "/v1/embeddings" : "/v1/chat/completions";
        JsonObject body = Json.object().put("model", model);
        if (embeds) {
            body.put("input", QUESTION);
        } else {
            body.put(
                    "messages",
                    Json.array().add(Json.object().put("role", "user").put("content", QUESTION)));
        }
        return SideCall.question(dialect, operation, path, body);
    }

    private DescribedCall traits(Caller gateway, RawRequest request) {
        return new DescribedCall(
                gateway,
                request.operation(),
                dialect,
                request.facts().model().orElse(""),
                false,
                Map.of(),
                Optional.empty(),
                1,
                Optional.of(CAP),
                false,
                false,
                "",
                Optional.of(request));
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
