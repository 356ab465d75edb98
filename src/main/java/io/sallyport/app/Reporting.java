package io.sallyport.app;

import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.report.UsageReportRoutes;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/// Everything that tells what was used.
final class Reporting {
    private Reporting() {}

    /// @param zone where a reported day begins unless a call says otherwise
    static List<JsonRoute> routes(Database database, Supplier<ZoneId> zone, Clock clock) {
        return new UsageReportRoutes(new UsageSummary(database), zone, clock).list();
    }
}
