package io.sallyport.app;

import io.sallyport.admin.BlockedRequestRoutes;
import io.sallyport.admin.GuardrailRoutes;
import io.sallyport.admin.GuardrailRuleRoutes;
import io.sallyport.app.settings.Settings;
import io.sallyport.crypto.Seal;
import io.sallyport.database.Database;
import io.sallyport.door.JsonRoute;
import io.sallyport.guardrail.BlockedRequests;
import io.sallyport.guardrail.GuardrailKind;
import io.sallyport.guardrail.GuardrailRules;
import io.sallyport.guardrail.GuardrailRunTable;
import io.sallyport.guardrail.GuardrailSettings;
import io.sallyport.guardrail.Guardrails;
import io.sallyport.guardrail.Models;
import io.sallyport.guardrail.Outside;
import io.sallyport.net.AddressRules;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.portal.BlockedCallRoutes;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The guardrails, and the way out for those that ask somebody.
final class Guarding implements AutoCloseable {
    private final List<GuardrailKind> kinds = BuiltIns.guardrails();
    private final Outbounds outbounds;
    private final Guardrails guardrails;
    private final GuardrailRules rules;
    private final Database database;
    private final Clock clock;

    /// @param seal for what operators tell guardrails
    Guarding(EventLoops loops, Supplier<Settings> settings, Models models, Database database, Seal seal, Clock clock) {
        // A client of its own: what it may connect to is another question than for backends.
        this.outbounds = new Outbounds(
                loops,
                OutboundSettings.DEFAULT,
                address -> AddressRules.publicOr(settings.get().guardrails().allowedNetworks())
                        .allows(address));
        Outside outside = new Outside(outbounds, models, clock, GuardrailSettings.USUAL_PATIENCE);
        this.guardrails = new Guardrails(settings.get().guardrails(), outside, clock);
        this.rules = new GuardrailRules(database, kinds, seal, guardrails, clock);
        this.database = database;
        this.clock = clock;
        rules.reload();
    }

    Guardrails guardrails() {
        return guardrails;
    }

    /// Those that operators keep.
    GuardrailRules rules() {
        return rules;
    }

    /// Takes over changed settings.
    void configure(GuardrailSettings settings) {
        guardrails.configure(settings);
        rules.reload();
    }

    /// The JSON of guardrails and of what they stopped, for operators and for people.
    ///
    /// @param reports over connections that no call needs
    List<JsonRoute> routes(Database reports) {
        GuardrailRunTable runs = reports.attach(GuardrailRunTable.class);
        BlockedRequests blocked = new BlockedRequests(database, clock);
        return Stream.of(
                        new GuardrailRoutes(guardrails, rules, kinds, runs, clock).list(),
                        new GuardrailRuleRoutes(rules).list(),
                        new BlockedRequestRoutes(blocked).list(),
                        new BlockedCallRoutes(blocked).list())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        outbounds.close();
    }
}
