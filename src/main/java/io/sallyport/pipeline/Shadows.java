package io.sallyport.pipeline;

import io.sallyport.catalog.Shadow;
import io.sallyport.catalog.Shadow.Payer;
import io.sallyport.identity.Caller;
import io.sallyport.inference.RawRequest;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.lang.RefusedException;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Resolver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a share of the calls of an alias to another one too and throws away what it answers, so that the two
/// can be compared before anybody depends on the other.
///
/// Source: requirement RO32.
/// Threads: safe; used on the event loop of each call, after the call itself has gone.
final class Shadows {
    private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);
    private static final int WHOLE = 100;

    private final SideCalls calls;
    private final Supplier<Resolver> resolver;
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

    Shadows(SideCalls calls, Supplier<Resolver> resolver) {
        this.calls = calls;
        this.resolver = resolver;
    }

    void follow(Passage passage, RawRequest request, Plan plan) {
        Optional<Shadow> shadow = plan.choice().routing().shadow();
        if (shadow.isPresent() && suits(passage, request) && isDrawn(shadow.get())) {
            AtomicInteger here = running.computeIfAbsent(plan.alias(), _ -> new AtomicInteger());
            if (here.incrementAndGet() > shadow.get().most()) {
                here.decrementAndGet();
            } else {
                send(passage, request, plan, shadow.get(), here::decrementAndGet);
            }
        }
    }

    /// Nothing a backend would keep or pay twice for, and nothing with a credential that is not ours to show.
    private static boolean suits(Passage passage, RawRequest request) {
        return !passage.isOver()
                && request.operation().isRepeatable()
                && !Appraisal.isIdle(request)
                && passage.clientCredential().isEmpty();
    }

    private static boolean isDrawn(Shadow shadow) {
        return ThreadLocalRandom.current().nextInt(WHOLE) < shadow.percent();
    }

    /// The call itself has gone and must not suffer from whatever is wrong here.
    private void send(Passage passage, RawRequest request, Plan plan, Shadow shadow, Runnable done) {
        try {
            calls.make(call(passage, request, plan, shadow), _ -> done.run());
        } catch (RefusedException outOfReach) {
            done.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError e) {
            LOG.atError()
                    .addKeyValue("request_id", passage.call().entry().id())
                    .setCause(e)
                    .log("internal_error");
            done.run();
        }
    }

    private SideCall call(Passage passage, RawRequest request, Plan plan, Shadow shadow) {
        Caller caller = passage.caller().orElseThrow();
        String dialect = passage.call().dialect().name();
        Plan beside = resolver.get().beside(plan.choice().bounds(), caller, shadow.use(), request.operation(), dialect);
        return new SideCall(
                Purpose.SHADOW,
                shadow.payer() == Payer.CALLER ? caller : Caller.gateway(),
                shadow.use(),
                passage.call().dialect(),
                request,
                passage.outputCap(),
                beside,
                passage.traits(),
                Optional.of(passage.call().entry()),
                passage.deadline());
    }
}
