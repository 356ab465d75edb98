package io.sallyport.app;

import io.sallyport.admin.AlertRoutes;
import io.sallyport.admin.TrialGate;
import io.sallyport.alert.AlertRounds;
import io.sallyport.alert.AlertSettings;
import io.sallyport.alert.Alerts;
import io.sallyport.alert.BackendCounts;
import io.sallyport.alert.BudgetAlerts;
import io.sallyport.alert.Deliveries;
import io.sallyport.alert.ProviderAlerts;
import io.sallyport.alert.SpendSummaries;
import io.sallyport.alert.Standings;
import io.sallyport.alert.TestAlerts;
import io.sallyport.app.settings.Settings;
import io.sallyport.door.JsonRoute;
import io.sallyport.net.AddressRules;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.transport.EventLoops;
import io.sallyport.usage.UsageSummary;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// Everything that tells people when limits fill up or backends do badly.
final class Warnings implements AutoCloseable {
    private final Outbounds outbounds;
    private final AlertRounds rounds;
    private final AlertRoutes routes;

    Warnings(EventLoops loops, Store store, Supplier<Settings> settings, Watched watched, Clock clock) {
        Supplier<AlertSettings> now = () -> settings.get().alerts();
        // A client of its own: what it may connect to is another question than for backends.
        this.outbounds = new Outbounds(
                loops,
                OutboundSettings.DEFAULT,
                address -> AddressRules.publicOr(now.get().webhook().allowedNetworks())
                        .allows(address));
        Alerts alerts = new Alerts(store.database());
        Deliveries deliveries = new Deliveries(alerts, now, outbounds, clock);
        this.rounds = AlertRounds.open(
                new AlertRounds.Watch(
                        alerts,
                        new BudgetAlerts(alerts, watched.limits(), now, clock),
                        new ProviderAlerts(alerts, watched.backends(), now, clock),
                        new SpendSummaries(
                                alerts,
                                new UsageSummary(store.reports()),
                                now,
                                () -> settings.get().timezone(),
                                clock),
                        deliveries),
                now,
                clock);
        this.routes = new AlertRoutes(
                alerts,
                new TestAlerts(alerts, deliveries, clock),
                () -> now.get().usual(),
                new TrialGate(clock));
    }

    /// What people are warned about.
    record Watched(Standings limits, BackendCounts backends) {}

    /// Their part of the operators' API.
    List<JsonRoute> operatorRoutes() {
        return routes.list();
    }

    @Override
    public void close() {
        rounds.close();
        outbounds.close();
    }
}
