package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.TenantId;
import io.sallyport.limit.Limit;
import io.sallyport.limit.Limit.Coverage;
import io.sallyport.limit.Limit.Origin;
import io.sallyport.limit.LimitCatalog;
import io.sallyport.limit.LimitRules;
import io.sallyport.limit.Metric;
import io.sallyport.limit.Scope;
import io.sallyport.limit.Window;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rates of tenants and keys in the words of the older gateway: the usual ones, and those of one tenant.
///
/// They are limits like all others, see [LimitRoutes]. Source: requirement LI8, resolution C37.
public final class RateRoutes {
    private static final String HOME = "/admin/api";

    /// The path of the older gateway.
    private static final String ALIAS = "/admin";

    private static final Coverage TENANTS = Coverage.each(Scope.TENANT);
    private static final Coverage KEYS = Coverage.each(Scope.KEY);

    private final LimitCatalog catalog;

    public RateRoutes(LimitCatalog catalog) {
        this.catalog = catalog;
    }

    public List<JsonRoute> list() {
        return Stream.of(HOME, ALIAS).flatMap(this::under).toList();
    }

    private Stream<JsonRoute> under(String home) {
        String usual = home + "/settings/rate-limits";
        String own = home + "/tenants/{id}/rate-limits";
        return Stream.of(
                JsonRoute.get(OPERATE, usual, "Show the usual rates", UsualRates.class, _ -> usual()),
                JsonRoute.taking(
                        OPERATE,
                        UsualRates.class,
                        "PUT " + usual,
                        "Set the usual rates; absent ones are those of the configuration again",
                        UsualRates.class,
                        (_, body) -> set(body)),
                JsonRoute.get(
                        OPERATE, own, "Show the rates of one tenant", TenantRates.class, call -> own(tenant(call))),
                JsonRoute.taking(
                        OPERATE,
                        TenantRates.class,
                        "PUT " + own,
                        "Set the rates of one tenant; absent ones are the usual again",
                        TenantRates.class,
                        (call, body) -> set(tenant(call), body)),
                JsonRoute.delete(
                        OPERATE,
                        own,
                        "Give a tenant the usual rates again",
                        TenantRates.class,
                        call -> set(tenant(call), TenantRates.NONE)));
    }

    private UsualRates usual() {
        return new UsualRates(
                get(TENANTS, Metric.REQUESTS),
                get(TENANTS, Metric.TOKENS),
                get(KEYS, Metric.PARALLEL),
                get(TENANTS, Metric.PARALLEL));
    }

    private UsualRates set(UsualRates rates) {
        set(TENANTS, Metric.REQUESTS, rates.requestsPerMinute());
        set(TENANTS, Metric.TOKENS, rates.tokensPerMinute());
        set(KEYS, Metric.PARALLEL, rates.parallelRequestsKey());
        set(TENANTS, Metric.PARALLEL, rates.parallelRequestsTenant());
        return usual();
    }

    private TenantRates own(Coverage tenant) {
        return new TenantRates(get(tenant, Metric.REQUESTS), get(tenant, Metric.TOKENS), get(tenant, Metric.PARALLEL));
    }

    private TenantRates set(Coverage tenant, TenantRates rates) {
        set(tenant, Metric.REQUESTS, rates.requestsPerMinute());
        set(tenant, Metric.TOKENS, rates.tokensPerMinute());
        set(tenant, Metric.PARALLEL, rates.parallelRequests());
        return own(tenant);
    }

    private Optional<Long> get(Coverage coverage, Metric metric) {
        return find(coverage, metric).map(limit -> limit.amount().longValueExact());
    }

    private void set(Coverage coverage, Metric metric, Optional<Long> amount) {
        if (amount.isEmpty()) {
            find(coverage, metric)
                    .filter(limit -> limit.origin().isStored())
                    .ifPresent(limit -> catalog.remove(limit.id()));
            return;
        }
        if (amount.get() < 0) {
            throw new BadRequest("invalid_value", "Rates are zero or more.").asException();
        }
        catalog.set(id -> new Limit(
                id,
                metric.word(),
                coverage,
                metric,
                window(metric),
                BigInteger.valueOf(amount.get()),
                LimitRules.USUAL,
                Origin.OPERATOR));
    }

    private Optional<Limit> find(Coverage coverage, Metric metric) {
        return catalog.find(coverage, metric, window(metric));
    }

    private static Window window(Metric metric) {
        return metric == Metric.PARALLEL ? Window.Fixed.NOW : Window.Fixed.MINUTE;
    }

    private static Coverage tenant(JsonCall call) {
        return Coverage.one(
                Scope.TENANT, call.path("id", TenantId::new, "tenant").value());
    }

    /// Rates that hold without naming anybody; absent for none.
    ///
    /// @param requestsPerMinute calls of one tenant
    /// @param tokensPerMinute of one tenant
    /// @param parallelRequestsKey calls of one key at a time
    /// @param parallelRequestsTenant calls of one tenant at a time
    record UsualRates(
            Optional<Long> requestsPerMinute,
            Optional<Long> tokensPerMinute,
            Optional<Long> parallelRequestsKey,
            Optional<Long> parallelRequestsTenant) {}

    /// Rates of one tenant; absent where it has the usual one.
    record TenantRates(
            Optional<Long> requestsPerMinute, Optional<Long> tokensPerMinute, Optional<Long> parallelRequests) {
        private static final TenantRates NONE = new TenantRates(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
