package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitAmount;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitStandings;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/// Limits for operators: list, write, take away, see how everybody stands, forgive what was used, check the
/// books.
public final class LimitRoutes {
    private static final String HOME = "/admin/api/limits";
    private static final String ONE = HOME + "/{id}";
    private static final int CREATED = 201;

    private final LimitCatalog catalog;
    private final LimitStandings standings;
    private final LedgerCheck check;
    private final Clock clock;

    public LimitRoutes(LimitCatalog catalog, LimitStandings standings, LedgerCheck check, Clock clock) {
        this.catalog = catalog;
        this.standings = standings;
        this.check = check;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return Stream.of(limits(), books()).flatMap(List::stream).toList();
    }

    private List<JsonRoute> limits() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List limits", LimitPage.class, _ -> page()),
                JsonRoute.taking(
                                OPERATE,
                                LimitBody.class,
                                "POST " + HOME,
                                "Make a limit",
                                LimitView.class,
                                (_, body) -> LimitView.of(catalog.add(body.toLimit(newId()))))
                        .answering(CREATED),
                JsonRoute.get(OPERATE, ONE, "Show a limit", LimitView.class, call -> LimitView.of(limit(call))),
                JsonRoute.taking(
                        OPERATE,
                        LimitBody.class,
                        "PUT " + ONE,
                        "Change name, amount and rules of a limit; whose use it adds up in which window stays",
                        LimitView.class,
                        (call, body) -> LimitView.of(catalog.edit(id(call), body.toLimit(id(call))))),
                JsonRoute.delete(OPERATE, ONE, "Take a limit away", LimitView.class, call -> {
                    Limit gone = limit(call);
                    catalog.remove(gone.id());
                    return LimitView.of(gone);
                }));
    }

    private List<JsonRoute> books() {
        return List.of(
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/limit-standings",
                        "Show how everybody stands with quotas and budgets, most used first",
                        StandingPage.class,
                        this::standing),
                JsonRoute.taking(
                        OPERATE,
                        ForgiveBody.class,
                        "POST " + ONE + "/forgive",
                        "Let a subject begin its window anew; the ledger keeps who allowed it",
                        Forgiven.class,
                        this::forgive),
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/ledger/check",
                        "Compute every balance again from the ledger, and compare",
                        LedgerCheck.Report.class,
                        _ -> check.run()));
    }

    private LimitPage page() {
        return new LimitPage(catalog.list().stream().map(LimitView::of).toList());
    }

    /// Of all limits, or of one, or only those that are reached.
    private StandingPage standing(JsonCall call) {
        boolean exceeded = call.query("exceeded", Boolean::valueOf).orElse(false);
        List<Limit> limits = call.query("limit_id", LimitId::new)
                .map(id -> catalog.find(id).stream().toList())
                .orElseGet(catalog::list);
        return new StandingPage(standings.of(limits).stream()
                .filter(standing -> !exceeded || standing.isExceeded())
                .limit(call.limit())
                .map(standing -> StandingView.of(standing, clock.instant()))
                .toList());
    }

    private Forgiven forgive(JsonCall call, ForgiveBody body) {
        Limit limit = limit(call);
        BigInteger forgiven =
                standings.forgive(limit, body.subject(), call.principal().name());
        return new Forgiven(LimitAmount.text(limit, forgiven));
    }

    private LimitId newId() {
        return new LimitId(TimeOrdered.uuid(clock.millis()));
    }

    private Limit limit(JsonCall call) {
        return catalog.find(id(call))
                .orElseThrow(() -> new NotFound("not_found", "There is no such limit.").asException());
    }

    private static LimitId id(JsonCall call) {
        return call.path("id", LimitId::new, "limit");
    }

    /// Whose use is forgiven.
    ///
    /// @param subject as the standings call it
    record ForgiveBody(String subject) {}

    /// What was forgiven: dollars, tokens or calls, as the limit says.
    record Forgiven(String forgiven) {}

    /// Every limit, by name within its origin.
    record LimitPage(List<LimitView> data) {}

    /// How everybody stands.
    record StandingPage(List<StandingView> data) {}
}
