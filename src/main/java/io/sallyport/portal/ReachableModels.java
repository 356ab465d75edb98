package io.sallyport.portal;

import io.sallyport.catalog.ModelEntry;
import io.sallyport.catalog.ModelNames;
import io.sallyport.identity.AllowList;
import io.sallyport.profile.Applicant;
import io.sallyport.profile.BackendProfile;
import io.sallyport.profile.Entitlements;
import io.sallyport.profile.Entitlements.Entitlement;
import io.sallyport.routing.Resolver;
import io.sallyport.routing.Resolver.Offer;
import io.sallyport.routing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The models people can call with keys of their backend profiles.
///
/// Threads: safe; waits for the database.
public final class ReachableModels {
    private final Entitlements entitlements;
    private final Supplier<Resolver> resolver;

    public ReachableModels(Entitlements entitlements, Supplier<Resolver> resolver) {
        this.entitlements = entitlements;
        this.resolver = resolver;
    }

    /// A model name that works with keys of some backend profiles.
    ///
    /// @param targets those that one of these backend profiles reaches
    record Reachable(Offer offer, List<Target> targets, List<Entitlement> by) {}

    /// What somebody can call, by name.
    List<Reachable> of(Applicant applicant) {
        List<Entitlement> theirs = entitlements.of(applicant);
        return resolver.get().offers().stream()
                .flatMap(offer -> reachable(offer, theirs).stream())
                .toList();
    }

    /// `llm`, `embedding` and so on; of a model without an alias, what its name says.
    static String type(Offer offer) {
        return offer.entry()
                .map(ModelEntry::type)
                .orElseGet(() -> ModelNames.soundsLikeChat(offer.name()) ? "llm" : "other");
    }

    private static Optional<Reachable> reachable(Offer offer, List<Entitlement> theirs) {
        List<Target> targets = new ArrayList<>();
        List<Entitlement> by = new ArrayList<>();
        for (Entitlement entitlement : theirs) {
            List<Target> reached = offer.targets().stream()
                    .filter(target -> reaches(entitlement.profile(), offer, target))
                    .toList();
            if (!reached.isEmpty()) {
                by.add(entitlement);
                reached.stream().filter(target -> !targets.contains(target)).forEach(targets::add);
            }
        }
        return by.isEmpty() ? Optional.empty() : Optional.of(new Reachable(offer, targets, by));
    }

    private static boolean reaches(BackendProfile profile, Offer offer, Target target) {
        AllowList models =
                profile.bundle().access().allowedModels().map(AllowList::of).orElseGet(AllowList::anything);
        return profile.reaches(target.upstream().name()) && (models.allows(offer.name()) || models.allows(target.id()));
    }
}
