package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.limit.LedgerCheck;
import io.sallyport.limit.Limit;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.LimitId;
import io.sallyport.limit.LimitNames;
import io.sallyport.limit.LimitNames.Found;
import java.time.Clock;
import java.util.List;

/// Limits for operators: list, write, take away, check the books.
public final class LimitRoutes {
    private static final String HOME = "/admin/api/limits";
    private static final int CREATED = 201;

    /// The path of one limit.
    static final String ONE = HOME + "/{id}";

    private final LimitCatalog catalog;
    private final LimitNames names;
    private final LedgerCheck check;
    private final Clock clock;

    public LimitRoutes(LimitCatalog catalog, LimitNames names, LedgerCheck check, Clock clock) {
        this.catalog = catalog;
        this.names = names;
        this.check = check;
        this.clock = clock;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List limits", LimitPage.class, _ -> page()),
                JsonRoute.taking(
                                OPERATE,
                                LimitBody.class,
                                "POST " + HOME,
                                "Make a limit",
                                LimitView.class,
                                (_, body) -> view(catalog.add(body.toLimit(newId()))))
                        .answering(CREATED),
                JsonRoute.get(OPERATE, ONE, "Show a limit", LimitView.class, call -> view(limit(catalog, call))),
                JsonRoute.taking(
                        OPERATE,
                        LimitBody.class,
                        "PUT " + ONE,
                        "Change name, amount and rules of a limit; whose use it adds up in which window stays",
                        LimitView.class,
                        (call, body) -> view(catalog.edit(id(call), body.toLimit(id(call))))),
                JsonRoute.delete(OPERATE, ONE, "Take a limit away", LimitView.class, call -> {
                    Limit gone = limit(catalog, call);
                    catalog.remove(gone.id());
                    return view(gone);
                }),
                JsonRoute.get(
                        OPERATE,
                        "/admin/api/ledger/check",
                        "Compute every balance again from the ledger, and compare",
                        LedgerCheck.Report.class,
                        _ -> check.run()));
    }

    private LimitPage page() {
        List<Limit> all = catalog.list();
        Found found = names.ofLimits(all);
        return new LimitPage(
                all.stream().map(limit -> LimitView.of(limit, found)).toList());
    }

    private LimitView view(Limit limit) {
        return LimitView.of(limit, names.ofLimits(List.of(limit)));
    }

    private LimitId newId() {
        return new LimitId(TimeOrdered.uuid(clock.millis()));
    }

    /// The limit that the path names.
    static Limit limit(LimitCatalog catalog, JsonCall call) {
        return catalog.find(id(call))
                .orElseThrow(() -> new NotFound("not_found", "There is no such limit.").asException());
    }

    private static LimitId id(JsonCall call) {
        return call.path("id", LimitId::new, "limit");
    }

    /// Every limit, by name within its origin.
    record LimitPage(List<LimitView> data) {}
}
