package io.sallyport.app;

import io.sallyport.admin.ExplainRoutes;
import io.sallyport.app.settings.Settings;
import io.sallyport.cache.CacheSettings;
import io.sallyport.cache.Meanings;
import io.sallyport.cache.ResponseCache;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.database.Database;
import io.sallyport.database.Sweep;
import io.sallyport.deposit.Deposits;
import io.sallyport.door.JsonRoute;
import io.sallyport.guardrail.GuardrailRuns;
import io.sallyport.guardrail.Models;
import io.sallyport.idempotency.IdempotencySettings;
import io.sallyport.idempotency.IdempotentCalls;
import io.sallyport.journal.Journal;
import io.sallyport.key.KeyAuthenticator;
import io.sallyport.lang.KeyId;
import io.sallyport.limit.Limits;
import io.sallyport.net.Outbounds;
import io.sallyport.ops.InstanceMeters;
import io.sallyport.pipeline.CallPipeline;
import io.sallyport.pipeline.CallPipeline.Way;
import io.sallyport.pipeline.ModelQuestions;
import io.sallyport.pipeline.PaidProbes;
import io.sallyport.pipeline.RealtimePipeline;
import io.sallyport.pipeline.ReplyWriter;
import io.sallyport.pipeline.Screening;
import io.sallyport.pipeline.Settlement;
import io.sallyport.pipeline.SideCalls;
import io.sallyport.provider.Scrubber;
import io.sallyport.provider.SignatureStamps;
import io.sallyport.routing.Dispatcher;
import io.sallyport.routing.Explainer;
import io.sallyport.routing.Measurements;
import io.sallyport.routing.Ranking;
import io.sallyport.telemetry.Meters;
import io.sallyport.telemetry.Tracing;
import io.sallyport.transport.EventLoops;
import io.sallyport.usage.Estimator;
import io.sallyport.usage.ProbeCostTable;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/// The road of calls, from the door to the backends and back.
final class Road implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final ResponseCache cache;
    private final Meanings meanings;
    private final Guarding guarding;
    private final CallPipeline pipeline;
    private final ModelQuestions questions;
    private final RealtimePipeline realtime;
    private final ExplainRoutes explain;

    /// Where a call goes on.
    ///
    /// @param blocking runs what may wait, one virtual thread each
    record Ground(EventLoops loops, Outbounds outbounds, Executor blocking, Database database, Clock clock) {}

    /// What a call meets.
    ///
    /// @param seals one for each use
    record Stations(
            KeyAuthenticator authenticator,
            Upstreams upstreams,
            Limits limits,
            Journal journal,
            GuardrailRuns runs,
            Tracing tracing,
            Function<Use, Seal> seals) {}

    Road(Ground ground, Stations stations, Supplier<Settings> settings, Meters meters) {
        RouteBook routes = stations.upstreams().routes();
        Seal answers = stations.seals().apply(Use.ANSWER);
        Scrubber scrubber = new Scrubber(routes::backends);
        Ranking ranking = ranking(stations, settings);
        SignatureStamps stamps = new SignatureStamps(stations.seals().apply(Use.SIGNATURE));
        this.explain = explain(
                new Explainer(routes, ranking, stations.upstreams().health(), stamps, ground.clock()),
                stations,
                settings);
        Dispatcher dispatcher = dispatcher(ground, stations, ranking, scrubber);
        Settlement settlement = new Settlement(stations.journal(), estimator(meters));
        ReplyWriter writer = new ReplyWriter(ground.loops(), scrubber, stations.limits());
        IdempotentCalls once =
                new IdempotentCalls(ground.database(), answers, () -> idempotency(settings.get()), ground.clock());
        this.cache = new ResponseCache(ground.database(), answers, () -> cache(settings.get()), ground.clock());
        this.meanings = new Meanings(ground.database(), answers, () -> cache(settings.get()), ground.clock());
        open.closing(Sweep.open("idempotency", once::sweep));
        open.closing(Sweep.open("response-cache", cache::sweep));
        this.guarding = open.closing(guarding(ground, stations, settings));
        SideCalls sideCalls = new SideCalls(
                ground.loops(),
                dispatcher,
                new SideCalls.Works(settlement, stations.journal(), stations.limits(), stamps),
                ground.blocking(),
                () -> settings.get().server().calls());
        open.closing(probes(ground, stations, settings, sideCalls));
        Way way = way(ground, stations, settings, once, stamps, sideCalls);
        this.pipeline = new CallPipeline(stations.authenticator(), routes, dispatcher, settlement, writer, way);
        this.questions = new ModelQuestions(
                pipeline,
                stations.journal(),
                ground.loops(),
                BuiltIns.dialects().openai(),
                ground.clock());
        this.realtime =
                new RealtimePipeline(routes, ground.outbounds(), stations.journal(), writer, way, ground.clock());
    }

    private Way way(
            Ground ground,
            Stations stations,
            Supplier<Settings> settings,
            IdempotentCalls once,
            SignatureStamps stamps,
            SideCalls sideCalls) {
        return new Way(
                () -> settings.get().server().calls(),
                ground.blocking(),
                stations.tracing(),
                once,
                new Deposits(ground.database(), ground.clock()),
                stations.limits(),
                () -> settings.get().routing(),
                cache,
                meanings,
                sideCalls,
                BuiltIns.dialects().openai(),
                stamps,
                new Screening.Means(guarding.guardrails(), stations.runs(), ground.loops(), ground.clock()));
    }

    private Guarding guarding(Ground ground, Stations stations, Supplier<Settings> settings) {
        return new Guarding(
                ground.loops(),
                settings,
                question -> ask(question),
                ground.database(),
                stations.seals().apply(Use.GUARDRAIL),
                ground.clock());
    }

    private static PaidProbes probes(
            Ground ground, Stations stations, Supplier<Settings> settings, SideCalls sideCalls) {
        ProbeCostTable costs = ground.database().attach(ProbeCostTable.class);
        PaidProbes.Purse purse = new PaidProbes.Purse(
                () -> settings.get().health().probeBudget(),
                () -> costs.since(ground.clock().instant().truncatedTo(ChronoUnit.DAYS)));
        return PaidProbes.start(
                sideCalls,
                stations.upstreams().routes(),
                stations.upstreams().health(),
                ground.loops(),
                BuiltIns.dialects().openai(),
                purse);
    }

    private static Dispatcher dispatcher(Ground ground, Stations stations, Ranking ranking, Scrubber scrubber) {
        return new Dispatcher(
                ground.loops(),
                stations.upstreams().calls(),
                stations.upstreams().health(),
                ranking,
                scrubber,
                ground.clock());
    }

    private static ExplainRoutes explain(Explainer explainer, Stations stations, Supplier<Settings> settings) {
        return new ExplainRoutes(
                explainer,
                stations.limits(),
                key -> stations.authenticator().holder(new KeyId(key)),
                BuiltIns.dialects().all(),
                () -> settings.get().routing().workloadHeader());
    }

    private static Ranking ranking(Stations stations, Supplier<Settings> settings) {
        return new Ranking(
                BuiltIns.strategies(),
                new Measurements(stations.upstreams().reports()),
                () -> settings.get().routing().defaultStrategy());
    }

    private static IdempotencySettings idempotency(Settings settings) {
        return settings.journal().retention().zeroRetention()
                ? settings.idempotency().withoutAnswers()
                : settings.idempotency();
    }

    /// Who keeps nothing keeps no answers either.
    private static CacheSettings cache(Settings settings) {
        return settings.journal().retention().zeroRetention() ? settings.cache().off() : settings.cache();
    }

    private static Estimator estimator(Meters meters) {
        Estimator estimator = Estimator.open();
        InstanceMeters.observe(meters, estimator);
        return estimator;
    }

    /// Guardrails may ask models as soon as there is a road to them.
    private String ask(Models.Question question) {
        return questions.answer(question);
    }

    Guarding guarding() {
        return guarding;
    }

    /// Empties what this instance remembers of kept answers.
    void forget() {
        cache.forget();
        meanings.forget();
    }

    ResponseCache cache() {
        return cache;
    }

    CallPipeline pipeline() {
        return pipeline;
    }

    /// Its part of the operators' API.
    List<JsonRoute> operatorRoutes() {
        return explain.list();
    }

    RealtimePipeline realtime() {
        return realtime;
    }

    @Override
    public void close() {
        open.close();
    }
}
