package io.sallyport.app;

import io.sallyport.catalog.PriceList;
import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.journal.RequestLog;
import io.sallyport.report.OverviewRoutes;
import io.sallyport.report.ProviderBillRoutes;
import io.sallyport.report.RerateRoutes;
import io.sallyport.report.UsageReportRoutes;
import io.sallyport.telemetry.Reading;
import io.sallyport.usage.ProviderBills;
import io.sallyport.usage.Reratings;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Everything that tells what was used.
final class Reporting {
    private Reporting() {}

    /// @param readings the metrics of now
    /// @param zone where a reported day begins unless a call says otherwise
    static List<JsonRoute> routes(
            Store store, PriceList prices, Supplier<List<Reading>> readings, Supplier<ZoneId> zone, Clock clock) {
        Database database = store.database();
        UsageSummary usage = new UsageSummary(store.reports());
        return Stream.of(
                        new UsageReportRoutes(usage, zone, clock).list(),
                        new OverviewRoutes(usage, new RequestLog(store.reports()), readings, clock).list(),
                        new RerateRoutes(new Reratings(database, clock), prices, clock).list(),
                        new ProviderBillRoutes(new ProviderBills(database, clock), clock).list())
                .flatMap(List::stream)
                .toList();
    }
}
