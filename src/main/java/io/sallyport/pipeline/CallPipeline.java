package io.sallyport.pipeline;

import io.sallyport.cache.Meanings;
import io.sallyport.cache.ResponseCache;
import io.sallyport.deposit.Deposits;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.idempotency.IdempotentCalls;
import io.sallyport.identity.Caller;
import io.sallyport.inference.RawRequest;
import io.sallyport.journal.CallStage;
import io.sallyport.key.Credential;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.InternalFault;
import io.sallyport.lang.RefusedException;
import io.sallyport.limit.Asker;
import io.sallyport.limit.Claim;
import io.sallyport.limit.Hold;
import io.sallyport.limit.Limits;
import io.sallyport.limit.Need;
import io.sallyport.provider.SignatureStamps;
import io.sallyport.routing.Attempt;
import io.sallyport.routing.Attempt.Failed;
import io.sallyport.routing.Attempt.Flowing;
import io.sallyport.routing.Attempt.Whole;
import io.sallyport.routing.Dispatch;
import io.sallyport.routing.Dispatcher;
import io.sallyport.routing.Errand;
import io.sallyport.routing.Errand.Gate;
import io.sallyport.routing.Plan;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.RoutingSettings;
import io.sallyport.routing.Traits;
import io.sallyport.telemetry.Tracing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The road of every model call, from the door and back.
///
/// admit: authenticate, read, authorise, claim, screen. dispatch: try targets until one answers. answer:
/// screened, whole or as a stream. settle: exactly once, whatever happened.
///
/// Threads: a call runs on the event loop it came in on; a key that memory does not know is looked up on a
/// virtual thread, and so are a call that is to go upstream only once and another slice of a limit. Nothing on
/// the road may know in which lane it runs.
public final class CallPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(CallPipeline.class);

    private final KeyAuthenticator authenticator;
    private final Supplier<Resolver> resolver;
    private final Dispatcher dispatcher;
    private final Settlement settlement;
    private final ReplyWriter writer;
    private final Supplier<PipelineSettings> settings;
    private final Executor blocking;
    private final Tracing tracing;
    private final Custody custody;
    private final OnlyOnce once;
    private final Screening screening;
    private final KeptAnswers kept;
    private final Shadows shadows;
    private final Limits limits;
    private final SignatureStamps stamps;
    private final Supplier<RoutingSettings> routing;

    public CallPipeline(
            KeyAuthenticator authenticator,
            Supplier<Resolver> resolver,
            Dispatcher dispatcher,
            Settlement settlement,
            ReplyWriter writer,
            Way way) {
        this.authenticator = authenticator;
        this.resolver = resolver;
        this.dispatcher = dispatcher;
        this.settlement = settlement;
        this.writer = writer;
        this.settings = way.settings();
        this.blocking = way.blocking();
        this.tracing = way.tracing();
        this.custody = new Custody(way.deposits(), blocking, this::guarded);
        this.once = new OnlyOnce(way.idempotentCalls(), blocking, this::guarded);
        this.screening = new Screening(way.screening(), blocking, this::guarded, this::settle);
        SemanticLookup lookup = new SemanticLookup(way.sideCalls(), resolver, way.embeddings());
        this.kept = new KeptAnswers(way.cache(), way.meanings(), lookup, blocking, this::guarded);
        this.shadows = new Shadows(way.sideCalls(), resolver);
        this.limits = way.limits();
        this.routing = way.routing();
        this.stamps = way.stamps();
    }

    /// How calls may go.
    ///
    /// @param blocking runs what may wait, one virtual thread each
    /// @param tracing passes the trace context on
    /// @param idempotentCalls those that go upstream only once
    /// @param deposits whose it is what backends keep
    /// @param limits what calls may use
    /// @param routing how targets are chosen
    /// @param cache answers that are given again
    /// @param meanings of questions that answers are kept for
    /// @param sideCalls what the gateway asks itself
    /// @param embeddings dialect in which it asks what a text means
    /// @param stamps bind what vendors signed to their backends
    /// @param screening what guardrails work with
    public record Way(
            Supplier<PipelineSettings> settings,
            Executor blocking,
            Tracing tracing,
            IdempotentCalls idempotentCalls,
            Deposits deposits,
            Limits limits,
            Supplier<RoutingSettings> routing,
            ResponseCache cache,
            Meanings meanings,
            SideCalls sideCalls,
            ClientDialect embeddings,
            SignatureStamps stamps,
            Screening.Means screening) {}

    /// Takes a call in; call on its event loop.
    public void run(Call call) {
        Passage passage = new Passage(call, settings.get(), new BodyCopy(settlement.bodyLimit()));
        call.reply().onGone(() -> left(passage));
        guarded(passage, () -> authenticate(passage));
    }

    private void authenticate(Passage passage) {
        Credential credential = passage.credential();
        String address = passage.call().entry().client().remoteAddress();
        Optional<Caller> known = authenticator.cached(credential, address);
        if (known.isPresent()) {
            read(passage, known.get());
            return;
        }
        blocking.execute(() -> guarded(passage, () -> {
            Caller caller = authenticator.identify(credential, address);
            passage.call().reply().onLoop(() -> guarded(passage, () -> read(passage, caller)));
        }));
    }

    private void read(Passage passage, Caller caller) {
        passage.proven(caller);
        passage.call().entry().passed(CallStage.AUTHENTICATE);
        settlement.admit(caller);
        var _ = passage.body()
                .whenComplete((body, cause) -> guarded(passage, () -> {
                    if (body == null) {
                        throw rethrown(cause);
                    }
                    authorise(passage, caller, body);
                }));
    }

    private void authorise(Passage passage, Caller caller, Bytes body) {
        RawRequest request = passage.call().read(body);
        passage.call().entry().passed(CallStage.READ);
        passage.asked(request);
        Traits traits = new CallTraits(
                passage.call(), caller, request, routing.get().workloadHeader(), settlement::promptTokens);
        Plan plan = resolver.get().resolve(traits);
        passage.routed(traits, plan);
        passage.call().entry().passed(CallStage.ROUTE);
        if (TokenCount.isOurs(request, plan, traits.dialect())) {
            settle(passage, writer.own(passage, TokenCount.answer(settlement.promptTokens(request), traits.dialect())));
            return;
        }
        custody.admit(
                passage,
                caller,
                request,
                () -> once.admit(
                        passage,
                        caller,
                        request,
                        () -> claim(
                                passage,
                                Shaping.shaped(request, plan, passage.call().dialect()),
                                plan,
                                caller),
                        answer -> settle(passage, writer.again(passage, answer))));
    }

    /// Sets aside what the call may use at most; waits, away from the event loop, only for another slice of a
    /// limit.
    private void claim(Passage passage, RawRequest request, Plan plan, Caller caller) {
        if (limits.isEmpty()) {
            screen(passage, request, plan);
            return;
        }
        Asker asker = passage.asks(caller, plan.alias());
        Need need = Appraisal.of(request, plan, passage.usualCap());
        Claim claim = new Claim(passage.call().entry().id(), asker, need, Appraisal.places(plan, limits));
        Optional<Hold> hold = quick(passage, claim);
        if (hold.isPresent()) {
            passage.held(hold.get());
            screen(passage, request, plan);
            return;
        }
        blocking.execute(() -> guarded(passage, () -> {
            Hold fetched = fetch(passage, request, plan, claim);
            passage.call().reply().onLoop(() -> {
                if (passage.isOver()) {
                    fetched.release();
                }
                guarded(passage, () -> {
                    passage.held(fetched);
                    screen(passage, request, plan);
                });
            });
        }));
    }

    /// What memory says; a refusal that a shorter answer may escape is not final.
    private Optional<Hold> quick(Passage passage, Claim claim) {
        try {
            return limits.quick(claim);
        } catch (RefusedException e) {
            if (!passage.mayShortenAnswer()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /// Near a limit, a client that named no cap gets the longest answer that still fits.
    private Hold fetch(Passage passage, RawRequest request, Plan plan, Claim claim) {
        Claim wanted = claim;
        while (true) {
            try {
                return limits.patient(wanted);
            } catch (RefusedException e) {
                if (!passage.shortenAnswer()) {
                    throw e;
                }
                Need need = Appraisal.of(request, plan, passage.usualCap());
                wanted = new Claim(claim.id(), claim.asker(), need, claim.places());
            }
        }
    }

    private static Gate gate(Passage passage) {
        return passage.hold()
                .<Gate>map(hold -> target -> hold.enter(
                        target.upstream().provider().kind(), target.upstream().name()))
                .orElse(Gate.OPEN);
    }

    /// Lets guardrails look at what goes in.
    private void screen(Passage passage, RawRequest request, Plan plan) {
        passage.call().entry().passed(CallStage.LIMIT);
        screening.admit(
                passage,
                request,
                plan,
                new Screening.Ways(
                        screened -> reuse(passage, screened, plan),
                        answer -> settle(passage, writer.own(passage, answer)),
                        passage.call()::read));
    }

    /// Answers with what is kept, or goes on. Pseudonyms are for one call, so its answer is for no other.
    private void reuse(Passage passage, RawRequest request, Plan plan) {
        passage.call().entry().passed(CallStage.SCREEN);
        if (!passage.pseudonyms().isEmpty()) {
            dispatch(passage, request, plan);
            return;
        }
        kept.admit(
                passage,
                request,
                plan,
                () -> dispatch(passage, request, plan),
                answer -> settle(passage, writer.own(passage, answer)));
    }

    private void dispatch(Passage passage, RawRequest request, Plan plan) {
        passage.call().entry().leaving();
        Errand errand = new Errand(
                passage.call().dialect(),
                request,
                passage.traits(),
                forwarded(passage.call()),
                passage.outputCap(),
                passage.clientCredential(),
                passage.losses(),
                stamps,
                passage.deadline(),
                passage.settings().idle(),
                gate(passage),
                passage::attempted);
        Dispatch dispatch =
                dispatcher.dispatch(plan, errand, attempt -> guarded(passage, () -> concluded(passage, attempt)));
        passage.running(dispatch);
        shadows.follow(passage, request, plan);
    }

    private void concluded(Passage passage, Attempt attempt) {
        custody.conclude(
                passage,
                attempt,
                shown -> screening.conclude(
                        passage, shown, checked -> once.conclude(passage, checked, () -> answer(passage, checked))));
    }

    private List<Header> forwarded(Call call) {
        List<Header> forwarded = ClientHeaders.forwarded(call.request());
        Optional<String> context =
                tracing.outgoing(call.entry().id(), call.entry().client().traceparent());
        if (context.isPresent()) {
            forwarded.add(new Header("traceparent", context.get()));
        }
        return forwarded;
    }

    private void answer(Passage passage, Attempt attempt) {
        switch (attempt) {
            case Whole whole -> settle(passage, writer.whole(passage, whole));
            case Flowing flowing -> writer.flow(passage, flowing, delivery -> settle(passage, delivery));
            case Failed failed -> refuse(passage, failed.refusal());
        }
    }

    private void refuse(Passage passage, Refusal refusal) {
        settle(passage, writer.refusal(passage, refusal));
    }

    /// The client left before an answer began; from then on whoever writes it reports the end itself.
    private void left(Passage passage) {
        if (passage.isAnswering()) {
            return;
        }
        passage.cancel();
        settle(passage, Delivery.clientGone());
    }

    private void settle(Passage passage, Delivery delivery) {
        if (passage.end()) {
            once.end(passage, delivery);
            screening.end(passage);
            settlement.settle(passage, delivery);
            kept.conclude(passage, delivery);
        }
    }

    /// Runs a stage; a refusal becomes the answer, anything else thrown is a bug and becomes a 500.
    private void guarded(Passage passage, Runnable stage) {
        try {
            if (!passage.isOver()) {
                stage.run();
            }
        } catch (RefusedException e) {
            passage.call().reply().onLoop(() -> refuse(passage, e.refusal()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError e) {
            LOG.atError()
                    .addKeyValue("request_id", passage.call().entry().id())
                    .setCause(e)
                    .log("internal_error");
            passage.call().reply().onLoop(() -> refuse(passage, new InternalFault()));
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        Throwable real = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        return real instanceof RuntimeException known ? known : new IllegalStateException(real);
    }
}
