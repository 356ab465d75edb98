package io.sallyport.app;

import io.sallyport.app.settings.Settings;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.database.Database;
import io.sallyport.key.KeySettings.Strangers;
import io.sallyport.provider.Backend;
import io.sallyport.provider.BackendTerms;
import io.sallyport.provider.ManagedBackends;
import io.sallyport.provider.ProviderKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where backends come from: the settings, the database, the environment; joined into one list without a name twice.
///
/// A name in the database belongs to the operators who put it there, also when a file names it later.
final class BackendSources {
    private static final Logger LOG = LoggerFactory.getLogger(BackendSources.class);

    private final ManagedBackends managed;
    private final List<Backend> found;

    /// @param found in the environment or on this machine, at the start
    BackendSources(Launch launch, Database database, Supplier<Settings> settings, List<Backend> found) {
        this.managed = new ManagedBackends(
                database,
                new HostKeys(launch).seal(Use.PROVIDER_CREDENTIAL),
                kinds(),
                () -> terms(settings.get()),
                launch.clock());
        this.found = List.copyOf(found);
    }

    ManagedBackends managed() {
        return managed;
    }

    /// Takes over changed settings and what the database says.
    List<Backend> take(Settings settings) {
        Set<String> taken = managed.configure(
                settings.backends(), name -> settings.backendPlaces().getOrDefault(name, "the configuration"));
        taken.forEach(name -> LOG.atWarn().addKeyValue("backend", name).log("configured_backend_name_taken"));
        managed.reload();
        return joined(settings);
    }

    /// Every backend of this moment: the configured ones first, then those of operators, then those found.
    List<Backend> joined(Settings settings) {
        List<Backend> kept = managed.current();
        Set<String> names = new HashSet<>(kept.stream().map(Backend::name).toList());
        List<Backend> all = new ArrayList<>();
        settings.backends().stream()
                .filter(backend -> names.add(backend.name()))
                .forEach(all::add);
        all.addAll(kept);
        found.stream().filter(backend -> names.add(backend.name())).forEach(all::add);
        return all;
    }

    /// Every kind an operator can choose.
    static List<ProviderKind> kinds() {
        return BuiltIns.providers().stream()
                .map(kind -> new ProviderKind(
                        kind.provider(), kind.usualUrl(), kind.keyVariable().isPresent()))
                .toList();
    }

    private static BackendTerms terms(Settings settings) {
        return new BackendTerms(
                settings.server().providerTimeout(), settings.keys().strangers() == Strangers.PASSED_ON);
    }
}
