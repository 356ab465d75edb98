package io.sallyport.journal;

import io.sallyport.dialect.Loss;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.identity.Reach;
import io.sallyport.inference.Operation;
import io.sallyport.inference.TokenUsage;
import io.sallyport.inference.TokenUsage.Source;
import io.sallyport.journal.CallRecord.Asked;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.journal.CallRecord.Client;
import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.journal.CallRecord.Purpose;
import io.sallyport.journal.CallRecord.Sizes;
import io.sallyport.journal.CallRecord.Timing;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Cost;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Money;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.RequestId;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.usage.Charge;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One answered and one refused call, for tests of metrics and traces.
final class MeteredCalls {
    static final RequestId ID = new RequestId(UUID.fromString("019505f0-1234-7abc-8def-0123456789ab"));
    static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    static final Attempted ANSWERED = new Attempted("main", "openai", "gpt-4.1", 200, "", 1_900);

    private static final Caller ANN = new Caller(
            Caller.Kind.NAMED,
            new TenantId("default"),
            new ProjectId("default"),
            Optional.of(new KeyId("key-1")),
            "Ann's key",
            Optional.of(new UserId("ann")),
            Set.of(),
            false,
            AllowList.anything(),
            AllowList.anything(),
            Reach.ANYWHERE);

    private MeteredCalls() {}

    /// A streamed chat that one target answered in two seconds.
    static CallRecord answered() {
        return new CallRecord(
                ID,
                client(),
                Optional.of(ANN),
                Optional.empty(),
                new Asked(Operation.CHAT, "openai", "gpt", true),
                List.of(ANSWERED),
                new Outcome(200, ""),
                Optional.of(new TokenUsage(60, 40, 0, 20, 5, Source.REPORTED)),
                charge(Cost.of(Money.ofDollars(new BigDecimal("0.25")))),
                new Timing(Instant.parse("2026-11-21T12:00:00Z"), 2_000_000, 500_000, 300),
                new Sizes(100, 200),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Purpose.CLIENT,
                List.of());
    }

    /// A call of which a translation lost something.
    static CallRecord losing(LossPolicy policy, Loss loss) {
        return of(ANN.reach().with(policy), Optional.empty(), List.of(loss));
    }

    /// A call of somebody whom a trusted program names.
    static CallRecord behind(String id) {
        return of(ANN.reach(), Optional.of(new EndUser(id, "", "", "", "")), List.of());
    }

    /// A call with a key of a backend profile.
    static CallRecord of(BackendProfileId profile) {
        Reach reach =
                new Reach(Optional.of(profile), AllowList.anything(), false, Reach.Audit.ALLOWED, LossPolicy.WARN);
        return of(reach, Optional.empty(), List.of());
    }

    private static CallRecord of(Reach reach, Optional<EndUser> endUser, List<Loss> losses) {
        CallRecord call = answered();
        Caller ann = new Caller(
                ANN.kind(),
                ANN.tenant(),
                ANN.project(),
                ANN.key(),
                ANN.name(),
                ANN.user(),
                ANN.groups(),
                ANN.admin(),
                ANN.models(),
                ANN.operations(),
                reach);
        return new CallRecord(
                call.id(),
                call.client(),
                Optional.of(ann),
                endUser,
                call.asked(),
                call.attempts(),
                call.outcome(),
                call.usage(),
                call.charge(),
                call.timing(),
                call.sizes(),
                losses,
                call.content(),
                Optional.empty(),
                Purpose.CLIENT,
                List.of());
    }

    /// A streamed chat with times of its stages, in microseconds.
    static CallRecord passing(Map<CallStage, Long> stages) {
        CallRecord call = answered();
        StageTimes times = new StageTimes();
        stages.forEach(times::ended);
        Timing timing = new Timing(
                call.timing().started(),
                call.timing().total(),
                call.timing().firstByte(),
                call.timing().own(),
                times);
        return new CallRecord(
                call.id(),
                call.client(),
                call.caller(),
                call.endUser(),
                call.asked(),
                call.attempts(),
                call.outcome(),
                call.usage(),
                call.charge(),
                timing,
                call.sizes(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Purpose.CLIENT,
                List.of());
    }

    /// A streamed chat that the gateway sent to another target too.
    static CallRecord shadow() {
        CallRecord call = answered();
        return new CallRecord(
                call.id(),
                call.client(),
                call.caller(),
                call.endUser(),
                call.asked(),
                call.attempts(),
                call.outcome(),
                call.usage(),
                call.charge(),
                call.timing(),
                call.sizes(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Purpose.SHADOW,
                List.of());
    }

    /// A call without a proven identity for a model that does not exist.
    static CallRecord refused(String model) {
        CallRecord call = answered();
        return new CallRecord(
                call.id(),
                call.client(),
                Optional.empty(),
                Optional.empty(),
                new Asked(Operation.CHAT, "openai", model, false),
                List.of(),
                new Outcome(404, "model_not_found"),
                Optional.empty(),
                Charge.UNKNOWN,
                call.timing(),
                call.sizes(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Purpose.CLIENT,
                List.of());
    }

    static CallRecord with(CallRecord call, Cost cost) {
        return copy(call, call.asked(), call.attempts(), call.outcome(), charge(cost));
    }

    static CallRecord with(CallRecord call, List<Attempted> attempts) {
        return copy(call, call.asked(), attempts, call.outcome(), call.charge());
    }

    static CallRecord with(CallRecord call, Outcome outcome) {
        return copy(call, call.asked(), call.attempts(), outcome, call.charge());
    }

    static CallRecord with(CallRecord call, String model) {
        Asked asked = new Asked(
                call.asked().operation(),
                call.asked().dialect(),
                model,
                call.asked().streamed());
        return copy(call, asked, call.attempts(), call.outcome(), call.charge());
    }

    private static CallRecord copy(
            CallRecord call, Asked asked, List<Attempted> attempts, Outcome outcome, Charge charge) {
        return new CallRecord(
                call.id(),
                call.client(),
                call.caller(),
                call.endUser(),
                asked,
                attempts,
                outcome,
                call.usage(),
                charge,
                call.timing(),
                call.sizes(),
                call.losses(),
                call.content(),
                Optional.empty(),
                Purpose.CLIENT,
                List.of());
    }

    private static Charge charge(Cost cost) {
        return new Charge(cost, Optional.empty(), 0, Optional.empty());
    }

    private static Client client() {
        return new Client(
                "correlation-1",
                "session-1",
                "POST",
                "/v1/chat/completions",
                "127.0.0.1",
                "tests",
                TRACEPARENT,
                List.of());
    }
}
