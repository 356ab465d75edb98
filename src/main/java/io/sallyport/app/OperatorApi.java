package io.sallyport.app;

import io.sallyport.admin.AuditRoutes;
import io.sallyport.admin.DatabaseRoutes;
import io.sallyport.admin.LogRoutes;
import io.sallyport.admin.ModelRoutes;
import io.sallyport.admin.PriceRoutes;
import io.sallyport.admin.RequestRoutes;
import io.sallyport.admin.RuleRoutes;
import io.sallyport.admin.TrailRoutes;
import io.sallyport.admin.UsageRoutes;
import io.sallyport.catalog.Catalogs;
import io.sallyport.catalog.ModelAliases;
import io.sallyport.catalog.PriceList;
import io.sallyport.catalog.RouteRules;
import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.journal.AdminEvents;
import io.sallyport.journal.RequestLog;
import io.sallyport.journal.audit.AuditReader;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/// Every route of the operators' API.
final class OperatorApi {
    private final List<JsonRoute> routes;

    /// @param trail where the audit trail is read, given the request log
    OperatorApi(
            Store store,
            Catalogs catalogs,
            Predicate<String> backendExists,
            Function<RequestLog, AuditReader> trail,
            BooleanSupplier auditIsOn,
            Clock clock) {
        Database database = store.database();
        RequestLog log = new RequestLog(store.reports());
        UsageSummary usage = new UsageSummary(store.reports());
        this.routes = new ArrayList<>();
        routes.addAll(new DatabaseRoutes(store.changes(), store.migrations()).list());
        routes.addAll(new RequestRoutes(log).list());
        routes.addAll(new AuditRoutes(log, usage, auditIsOn, clock).list());
        routes.addAll(new TrailRoutes(trail.apply(log), new AdminEvents(store.reports()), clock).list());
        routes.addAll(new LogRoutes(log).list());
        routes.addAll(new UsageRoutes(usage, clock).list());
        routes.addAll(new ModelRoutes(new ModelAliases(database, catalogs, clock), backendExists).list());
        routes.addAll(new RuleRoutes(new RouteRules(database, catalogs)).list());
        routes.addAll(new PriceRoutes(new PriceList(database, catalogs, clock)).list());
    }

    List<JsonRoute> routes() {
        return routes;
    }
}
