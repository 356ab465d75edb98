package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Listing;
import io.sallyport.provider.ManagedBackend;
import io.sallyport.provider.ManagedBackends;
import io.sallyport.provider.ManagedBackends.Edited;
import io.sallyport.provider.ModelListing;
import io.sallyport.provider.ProviderKind;
import io.sallyport.provider.Upstream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Backends for operators: list, add, change, take away, try.
public final class BackendRoutes {
    private static final String HOME = "/admin/api/backends";
    private static final String ONE = HOME + "/{id}";
    private static final int CREATED = 201;
    private static final int MOST_MODELS = 1000;

    private final ManagedBackends managed;
    private final List<ProviderKind> kinds;
    private final BackendSight sight;
    private final ModelListing listing;
    private final TrialGate trials;

    public BackendRoutes(
            ManagedBackends managed,
            List<ProviderKind> kinds,
            BackendSight sight,
            ModelListing listing,
            TrialGate trials) {
        this.managed = managed;
        this.kinds = List.copyOf(kinds);
        this.sight = sight;
        this.listing = listing;
        this.trials = trials;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List backends", BackendPage.class, _ -> page()),
                JsonRoute.taking(
                                OPERATE,
                                BackendBody.class,
                                "POST " + HOME,
                                "Add a backend",
                                BackendView.class,
                                (_, body) -> create(body))
                        .answering(CREATED),
                JsonRoute.taking(
                        OPERATE,
                        BackendBody.class,
                        "POST " + HOME + "/test",
                        "Try a backend before it is added",
                        BackendTrial.class,
                        (_, body) -> tryOut(body)),
                JsonRoute.get(OPERATE, ONE, "Show a backend", BackendView.class, call -> view(call.path("id"))),
                JsonRoute.taking(
                        OPERATE,
                        BackendBody.class,
                        "PATCH " + ONE,
                        "Change what is said of a backend",
                        ChangedBackend.class,
                        this::edit),
                JsonRoute.delete(OPERATE, ONE, "Take a backend away", RemovedBackend.class, this::remove),
                JsonRoute.action(OPERATE, ONE + "/test", "Try a backend", BackendTrial.class, this::tryStored));
    }

    private BackendPage page() {
        List<ManagedBackend> stored = managed.all();
        Set<String> names = stored.stream().map(ManagedBackend::name).collect(Collectors.toSet());
        List<BackendView> views = new ArrayList<>();
        stored.forEach(backend -> views.add(view(backend)));
        sight.running().get().all().stream()
                .filter(backend -> !names.contains(backend.name()))
                .forEach(backend -> views.add(BackendView.of(backend, Optional.empty(), sight)));
        views.sort(Comparator.comparing(BackendView::name));
        return new BackendPage(views);
    }

    private BackendView create(BackendBody body) {
        return view(managed.create(name(body), body.draft()));
    }

    private ChangedBackend edit(JsonCall call, BackendBody body) {
        if (body.name().isPresent()) {
            throw new BadRequest("invalid_value", "A backend cannot be renamed: routes name it.", "name").asException();
        }
        Edited edited = managed.edit(call.path("id"), body.draft());
        Optional<String> notice = edited.secretsDropped()
                ? Optional.of("The host is another one, so the stored key and headers were dropped; give them again.")
                : Optional.empty();
        return new ChangedBackend(view(edited.backend()), notice);
    }

    private RemovedBackend remove(JsonCall call) {
        return new RemovedBackend(managed.delete(call.path("id")).name());
    }

    private BackendTrial tryStored(JsonCall call) {
        Backend backend = backend(call.path("id"));
        trials.enter();
        return trial(sight.probes().askAndWait(upstream(backend)));
    }

    private BackendTrial tryOut(BackendBody body) {
        Backend draft = managed.draft(body.name().orElse("draft"), body.draft());
        trials.enter();
        return trial(listing.askAndWait(upstream(draft)));
    }

    private BackendView view(String word) {
        return managed.find(word)
                .map(this::view)
                .orElseGet(() -> BackendView.of(backend(word), Optional.empty(), sight));
    }

    /// A configured one with its credential and headers, which only the settings of this instance know.
    private BackendView view(ManagedBackend stored) {
        Backend backend = stored.isConfigured()
                ? sight.find(stored.name())
                        .filter(known -> known.source().equals(Backend.CONFIG))
                        .orElse(stored.backend())
                : stored.backend();
        return BackendView.of(backend, Optional.of(stored), sight);
    }

    private Backend backend(String word) {
        String name = managed.find(word).map(ManagedBackend::name).orElse(word);
        return sight.find(name)
                .orElseThrow(() ->
                        new NotFound("backend_not_found", "There is no backend '" + word + "' here.").asException());
    }

    private Upstream upstream(Backend backend) {
        return kinds.stream()
                .filter(kind -> kind.word().equals(backend.kind()))
                .findFirst()
                .map(kind -> new Upstream(backend, kind.provider()))
                .orElseThrow();
    }

    private static String name(BackendBody body) {
        return body.name()
                .orElseThrow(() -> new BadRequest("invalid_value", "A backend needs a name.", "name").asException());
    }

    private static BackendTrial trial(Listing listing) {
        List<String> models = listing.models().orElse(List.of());
        return new BackendTrial(
                listing.isAlive(),
                listing.status(),
                listing.latency().toMillis(),
                listing.detail(),
                models.size(),
                models.stream().limit(MOST_MODELS).toList());
    }

    /// Every backend, by name.
    record BackendPage(List<BackendView> data) {}

    /// A changed backend.
    ///
    /// @param notice what the operator has to do now; absent when there is nothing
    record ChangedBackend(BackendView backend, Optional<String> notice) {}

    /// What was taken away.
    record RemovedBackend(String removed) {}

    /// How a backend answered.
    ///
    /// @param status HTTP status of its answer; 0 when there was none
    /// @param found how many models it listed
    /// @param models the first thousand of them
    record BackendTrial(boolean ok, int status, long latencyMs, String detail, int found, List<String> models) {}
}
