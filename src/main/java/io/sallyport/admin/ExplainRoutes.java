package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.catalog.PriceJson;
import io.sallyport.dialect.ClientDialect;
import io.sallyport.door.JsonRoute;
import io.sallyport.identity.Caller;
import io.sallyport.json.Json;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.Refusal;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.Asker;
import io.sallyport.limit.LimitStanding;
import io.sallyport.limit.Limits;
import io.sallyport.pipeline.ErrorAnswer;
import io.sallyport.routing.DescribedCall;
import io.sallyport.routing.Explainer;
import io.sallyport.routing.Explanation;
import io.sallyport.routing.Explanation.Step;
import io.sallyport.routing.Plan;
import io.sallyport.tenant.Home;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Tells operators what would become of a call and why; nothing is sent and nothing is used up.
public final class ExplainRoutes {
    private static final int DIGITS = 3;

    private final Explainer explainer;
    private final Limits limits;
    private final Function<String, Optional<Caller>> holders;
    private final List<ClientDialect> dialects;
    private final Supplier<String> workloadHeader;

    /// @param holders finds the caller behind the id of a key
    /// @param dialects forms of clients
    public ExplainRoutes(
            Explainer explainer,
            Limits limits,
            Function<String, Optional<Caller>> holders,
            List<ClientDialect> dialects,
            Supplier<String> workloadHeader) {
        this.explainer = explainer;
        this.limits = limits;
        this.holders = holders;
        this.dialects = List.copyOf(dialects);
        this.workloadHeader = workloadHeader;
    }

    public List<JsonRoute> list() {
        return List.of(JsonRoute.taking(
                        OPERATE,
                        ExplainBody.class,
                        "POST /admin/api/explain",
                        "Tell what would become of a call, and why",
                        Explained.class,
                        (_, body) -> explain(body))
                .asking());
    }

    private Explained explain(ExplainBody body) {
        ClientDialect speaks = dialect(body.dialect().orElse("openai"));
        Caller caller = caller(body);
        DescribedCall call = body.described(caller, speaks, workloadHeader.get());
        Explanation explanation = explainer.explain(call);
        String counted = explanation.plan().map(Plan::alias).orElse(body.model());
        return new Explained(
                body.model(),
                explanation.plan().map(Plan::alias),
                explanation.plan().map(Plan::reason),
                explanation.plan().map(plan -> plan.choice().rules()).orElse(List.of()),
                explanation.plan().map(plan -> plan.choice().bucket()).filter(bucket -> !bucket.isEmpty()),
                explanation
                        .plan()
                        .map(plan -> plan.choice().bounds().toString())
                        .filter(bounds -> !bounds.isEmpty()),
                Optional.of(explanation.strategy()).filter(word -> !word.isEmpty()),
                explanation.steps().stream().map(ExplainRoutes::target).toList(),
                explanation.leftOut().stream()
                        .map(one -> new ExplainedAbsence(one.target(), one.outcome()))
                        .toList(),
                limits.standings(new Asker(caller, Optional.empty(), counted)).stream()
                        .map(ExplainRoutes::limit)
                        .toList(),
                explanation.refusal().map(ExplainRoutes::refusal));
    }

    private ClientDialect dialect(String name) {
        return dialects.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new BadRequest("invalid_value", "There is no such dialect.", "dialect").asException());
    }

    private Caller caller(ExplainBody body) {
        if (body.key().isPresent()) {
            return holders.apply(body.key().get())
                    .orElseThrow(() -> new NotFound("key_not_found", "There is no such key.").asException());
        }
        return Caller.somebody(
                body.tenant().map(TenantId::new).orElse(Home.DEFAULT.tenant()),
                body.project().map(ProjectId::new).orElse(Home.DEFAULT.project()),
                Set.copyOf(body.groups().orElse(List.of())));
    }

    private static ExplainedTarget target(Step step) {
        return new ExplainedTarget(
                step.alias(),
                step.target().upstream().name(),
                step.target().upstream().backend().kind(),
                step.target().model(),
                step.target().order(),
                step.target().weight(),
                step.standing(),
                step.translated(),
                step.losses(),
                step.target().upstream().backend().labels(),
                step.target().price().map(PriceJson::write),
                step.firstTokenMs(),
                step.inFlight(),
                BigDecimal.valueOf(step.errorShare()).setScale(DIGITS, RoundingMode.HALF_UP));
    }

    private static ExplainedLimit limit(LimitStanding standing) {
        return new ExplainedLimit(
                standing.limit().name(),
                standing.limit().coverage().scope().name().toLowerCase(Locale.ROOT),
                standing.limit().metric().name().toLowerCase(Locale.ROOT),
                standing.limit().metric().text(standing.limit().amount()),
                standing.limit().metric().text(standing.left()),
                standing.resets(),
                standing.isBlocked());
    }

    private static ExplainedRefusal refusal(Refusal refusal) {
        ErrorAnswer answer = ErrorAnswer.of(refusal);
        return new ExplainedRefusal(
                answer.status(), refusal.code(), answer.body().message());
    }

    /// What would become of a call.
    ///
    /// @param alias where the rules led; absent when the call would be refused
    /// @param reason how the name was found
    /// @param rules names of the rules that said something
    /// @param bucket side of an experiment
    /// @param bounds what labels of backends have to say
    /// @param strategy how equal targets were ordered
    /// @param targets in the order in which they would be tried now
    /// @param leftOut targets of the name that would not be tried at all
    /// @param limits those that hold for the caller wherever the call goes, and what is left
    /// @param refusal absent when the call would be let through
    record Explained(
            String model,
            Optional<String> alias,
            Optional<String> reason,
            List<String> rules,
            Optional<String> bucket,
            Optional<String> bounds,
            Optional<String> strategy,
            List<ExplainedTarget> targets,
            List<ExplainedAbsence> leftOut,
            List<ExplainedLimit> limits,
            Optional<ExplainedRefusal> refusal) {}

    /// One target that would be tried.
    ///
    /// @param standing `ready`, or why it would be passed over
    /// @param losses what a translation would drop or change; only with a body
    /// @param firstTokenMs average on this instance; 0 when unknown
    /// @param errorShare of the last attempts, 0 to 1
    record ExplainedTarget(
            String alias,
            String backend,
            String kind,
            String upstreamModel,
            int order,
            int weight,
            String standing,
            boolean translated,
            List<String> losses,
            Map<String, String> labels,
            Optional<Json> price,
            long firstTokenMs,
            int inFlight,
            BigDecimal errorShare) {}

    /// One target that would not be tried.
    record ExplainedAbsence(String target, String why) {}

    /// One limit.
    ///
    /// @param amount dollars, tokens or calls
    /// @param blocked nothing is left, and calls are refused
    record ExplainedLimit(
            String name, String scope, String metric, String amount, String left, Instant resetsAt, boolean blocked) {}

    /// Why the call would be refused.
    record ExplainedRefusal(int status, String code, String message) {}
}
