package io.sallyport.portal;

import static io.sallyport.identity.Permission.SIGNED_IN;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.probe.Fate;
import io.sallyport.dialect.probe.Fidelity;
import io.sallyport.door.JsonRoute;
import io.sallyport.inference.Operation;
import io.sallyport.provider.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What each pair of a client's form and a kind of provider can do, found out anew for everyone who asks.
public final class DialectRoutes {
    private final List<ClientDialect> clients;
    private final List<Provider> providers;

    public DialectRoutes(List<ClientDialect> clients, List<Provider> providers) {
        this.clients = List.copyOf(clients);
        this.providers = List.copyOf(providers);
    }

    public List<JsonRoute> list() {
        return List.of(JsonRoute.get(
                SIGNED_IN,
                "/api/dialects",
                "Say what each kind of provider can be asked in each form",
                DialectPage.class,
                call -> page(call.query("model").orElse(""))));
    }

    /// @param model as the providers call it; some of them are asked differently for newer models
    public DialectPage page(String model) {
        List<DialectPair> pairs = new ArrayList<>();
        for (ClientDialect client : clients) {
            providers.forEach(provider -> add(client, provider, model, pairs));
        }
        return new DialectPage(pairs);
    }

    private static void add(ClientDialect client, Provider provider, String model, List<DialectPair> pairs) {
        List<Fate> fates = provider.chat()
                .map(vendor -> new Fidelity(client, vendor, model).fates())
                .orElse(List.of());
        Arrays.stream(Operation.values())
                .filter(operation -> operation.isChat() && Fidelity.covers(client, operation))
                .filter(operation -> provider.reaches(operation, client.name()))
                .forEach(operation -> pairs.add(pair(client, provider, operation, fates)));
    }

    private static DialectPair pair(ClientDialect client, Provider provider, Operation operation, List<Fate> fates) {
        boolean isRelayed = provider.serves(operation, client.name());
        return new DialectPair(
                client.name(),
                operation.word(),
                provider.kind(),
                isRelayed ? "relayed" : "translated",
                isRelayed
                        ? List.of()
                        : fates.stream()
                                .filter(fate -> fate.operation() == operation)
                                .map(fate -> new DialectFeature(
                                        fate.feature(), fate.outcome().word(), fate.losses()))
                                .toList());
    }

    /// Every pair that works.
    public record DialectPage(List<DialectPair> data) {}

    /// A client's form and a kind of provider.
    ///
    /// @param operation word of what is called
    /// @param provider word of the kind
    /// @param way `relayed`: everything gets over as it is; `translated`: see the features
    public record DialectPair(
            String dialect, String operation, String provider, String way, List<DialectFeature> features) {}

    /// What becomes of one thing clients can ask for.
    ///
    /// @param fate `carried`, `emulated`, `changed`, `dropped` or `refused`
    /// @param losses as the answer's header would name them
    public record DialectFeature(String feature, String fate, List<String> losses) {}
}
