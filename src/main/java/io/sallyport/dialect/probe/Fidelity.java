package io.sallyport.dialect.probe;

import io.sallyport.dialect.ClientDialect;
import io.sallyport.dialect.Loss;
import io.sallyport.dialect.Losses;
import io.sallyport.dialect.ProviderChat;
import io.sallyport.dialect.probe.Fate.Outcome;
import io.sallyport.inference.ChatRequest;
import io.sallyport.inference.Operation;
import io.sallyport.lang.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a translation from one client's form into one vendor's form carries over.
///
/// Nothing of it is written down anywhere: every probe is translated, and the translation says what it lost.
///
/// @param model as the vendor calls it; some forms depend on it
public record Fidelity(ClientDialect client, ProviderChat vendor, String model) {
    private static final long CAP = 4_096;

    /// What becomes of every probe, in their order.
    public List<Fate> fates() {
        List<Fate> fates = new ArrayList<>();
        Set<Loss> usual = new HashSet<>();
        for (Probe probe : Probes.of(client.name())) {
            Optional<List<Loss>> losses = losses(probe);
            if (probe.isPlain()) {
                usual.clear();
                fates.add(fate(probe, losses));
                losses.ifPresent(usual::addAll);
            } else {
                fates.add(fate(
                        probe,
                        losses.map(all -> all.stream()
                                .filter(loss -> !usual.contains(loss))
                                .toList())));
            }
        }
        return fates;
    }

    /// Whether there are probes for the calls of a client's form.
    public static boolean covers(ClientDialect client, Operation operation) {
        return Probes.of(client.name()).stream().anyMatch(probe -> probe.operation() == operation);
    }

    /// @return empty when it is refused
    private Optional<List<Loss>> losses(Probe probe) {
        Losses losses = new Losses();
        try {
            ChatRequest asked = client.chat(probe.operation()).read(probe.body(), losses);
            vendor.write(asked.with(model), CAP, losses);
            return Optional.of(losses.all());
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static Fate fate(Probe probe, Optional<List<Loss>> losses) {
        List<Loss> lost = losses.orElse(List.of());
        Outcome worst = losses.isEmpty()
                ? Outcome.REFUSED
                : lost.stream().map(Fidelity::outcome).max(Outcome::compareTo).orElse(Outcome.CARRIED);
        return new Fate(
                probe.operation(),
                probe.feature(),
                worst,
                lost.stream().map(Loss::toString).toList());
    }

    private static Outcome outcome(Loss loss) {
        return switch (loss.kind()) {
            case DROPPED -> Outcome.DROPPED;
            case CHANGED -> Outcome.CHANGED;
            case EMULATED -> Outcome.EMULATED;
        };
    }
}
