package io.sallyport.routing;

import io.sallyport.fleet.ServiceKind;
import io.sallyport.inference.Operation;
import io.sallyport.provider.Backends;
import io.sallyport.provider.Inventory;
import io.sallyport.provider.Upstream;
import java.util.Optional;

/// Finds backends by the ids that services of providers had in the older gateway: `provider/<backend>/<kind>`,
/// for one of its models with that model behind another slash.
///
/// Source: requirement PR24.
final class ProviderPlaces {
    private static final String PREFIX = "provider/";

    private final Backends backends;
    private final Inventory inventory;

    ProviderPlaces(Backends backends, Inventory inventory) {
        this.backends = backends;
        this.inventory = inventory;
    }

    /// A backend and one of its models.
    record Place(Upstream upstream, String model) {}

    /// @return empty for a name that is none of these, or of another kind than the call
    Optional<Place> named(String asked, Operation operation) {
        if (!asked.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] words = asked.substring(PREFIX.length()).split("/", 3);
        if (words.length < 2
                || ServiceKind.of(words[1])
                        .filter(kind -> kind.serves(operation))
                        .isEmpty()) {
            return Optional.empty();
        }
        return backends.find(words[0]).flatMap(upstream -> place(upstream, words.length == 3 ? words[2] : ""));
    }

    private Optional<Place> place(Upstream upstream, String model) {
        return inventory.models(upstream.backend()).stream()
                .filter(known -> model.isEmpty() || known.equals(model))
                .findFirst()
                .map(known -> new Place(upstream, known));
    }
}
