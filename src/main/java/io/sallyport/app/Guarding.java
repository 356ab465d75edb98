package io.sallyport.app;

import io.sallyport.app.settings.Settings;
import io.sallyport.guardrail.Guardrails;
import io.sallyport.guardrail.Models;
import io.sallyport.guardrail.Outside;
import io.sallyport.net.AddressRules;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.transport.EventLoops;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/// The guardrails, and the way out for those that ask somebody.
final class Guarding implements AutoCloseable {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

    private final Outbounds outbounds;
    private final Guardrails guardrails;

    Guarding(EventLoops loops, Supplier<Settings> settings, Models models, Clock clock) {
        // A client of its own: what it may connect to is another question than for backends.
        this.outbounds = new Outbounds(
                loops,
                OutboundSettings.DEFAULT,
                address -> AddressRules.publicOr(settings.get().guardrails().allowedNetworks())
                        .allows(address));
        Outside outside = new Outside(outbounds, models, clock, USUAL_PATIENCE);
        this.guardrails = new Guardrails(settings.get().guardrails(), outside, clock);
    }

    Guardrails guardrails() {
        return guardrails;
    }

    @Override
    public void close() {
        outbounds.close();
    }
}
