package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.Window;
import io.sallyport.limit.WindowText;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The budgets of tenants in the words of the older gateway: the one each tenant has, and those that differ.
///
/// They are limits like all others, see [LimitRoutes]. Source: requirement LI18, resolution C37.
public final class BudgetRoutes {
    private static final String HOME = "/admin/api";

    /// The path of the older gateway.
    private static final String ALIAS = "/admin";

    private static final Coverage EACH = Coverage.each(Scope.TENANT);
    private static final Window AMOUNT = WindowText.read("month", 1, ZoneOffset.UTC);

    private final LimitCatalog catalog;

    public BudgetRoutes(LimitCatalog catalog) {
        this.catalog = catalog;
    }

    public List<JsonRoute> list() {
        return Stream.of(HOME, ALIAS)
                .flatMap(home -> Stream.concat(usual(home), own(home)))
                .toList();
    }

    private Stream<JsonRoute> usual(String home) {
        String path = home + "/budgets/default";
        return Stream.of(
                JsonRoute.get(
                        OPERATE,
                        path,
                        "Show the budget of a tenant without one of its own",
                        BudgetBody.class,
                        _ -> BudgetBody.of(get(EACH))),
                JsonRoute.taking(
                        OPERATE,
                        BudgetBody.class,
                        "PUT " + path,
                        "Set the budget of a tenant without one of its own",
                        BudgetBody.class,
                        (_, body) -> set(EACH, body)));
    }

    private Stream<JsonRoute> own(String home) {
        String path = home + "/tenants/{id}/budget";
        return Stream.of(
                JsonRoute.get(
                        OPERATE,
                        home + "/budgets/overrides",
                        "List the tenants with a budget of their own",
                        BudgetOverrides.class,
                        _ -> overrides()),
                JsonRoute.get(
                        OPERATE,
                        path,
                        "Show the budget of its own a tenant has",
                        BudgetBody.class,
                        call -> BudgetBody.of(get(tenant(call)))),
                JsonRoute.taking(
                        OPERATE,
                        BudgetBody.class,
                        "PUT " + path,
                        "Give a tenant a budget of its own",
                        BudgetBody.class,
                        (call, body) -> set(tenant(call), body)),
                JsonRoute.delete(
                        OPERATE,
                        path,
                        "Give a tenant the same budget as others again",
                        BudgetBody.class,
                        this::remove));
    }

    private BudgetBody set(Coverage coverage, BudgetBody body) {
        Optional<Window> before = catalog.find(coverage, Metric.COST, AMOUNT).map(Limit::window);
        return BudgetBody.of(catalog.set(id -> body.toLimit(id, coverage, before)));
    }

    private BudgetBody remove(JsonCall call) {
        Limit gone = get(tenant(call));
        catalog.remove(gone.id());
        return BudgetBody.of(gone);
    }

    private Limit get(Coverage coverage) {
        return catalog.find(coverage, Metric.COST, AMOUNT)
                .orElseThrow(() -> new NotFound("not_found", "There is no such budget.").asException());
    }

    private BudgetOverrides overrides() {
        return new BudgetOverrides(catalog.list().stream()
                .filter(limit -> limit.metric() == Metric.COST
                        && limit.coverage().scope() == Scope.TENANT
                        && limit.coverage().subject().isPresent())
                .map(limit -> new BudgetOverride(limit.coverage().subject().get(), BudgetBody.of(limit)))
                .toList());
    }

    private static Coverage tenant(JsonCall call) {
        return Coverage.one(
                Scope.TENANT, call.path("id", TenantId::new, "tenant").value());
    }

    /// A tenant with a budget of its own.
    record BudgetOverride(String tenantId, BudgetBody budget) {}

    /// Every tenant with a budget of its own.
    record BudgetOverrides(List<BudgetOverride> data) {}
}
