package io.sallyport.profile;

import io.sallyport.database.Transaction;
import io.sallyport.policy.Policy;
import io.sallyport.policy.PolicyId;
import io.sallyport.profile.BackendProfileTable.ProfileRow;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the backend profiles of the configuration and those of the database the same.
///
/// A backend profile is known by its name: one that comes back has its keys and acceptances again. What operators made
/// is never touched. Unknown names, of backends and policies too, are skipped with a warning (requirement PO13).
public final class ConfiguredProfiles {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredProfiles.class);

    private final Clock clock;

    public ConfiguredProfiles(Clock clock) {
        this.clock = clock;
    }

    /// Writes what differs; instances do so one after the other.
    ///
    /// @param configured with names that differ
    /// @param policies those that are known now
    /// @param backendExists says whether a name is one of a backend
    public void write(
            Transaction transaction,
            List<ConfiguredProfile> configured,
            List<Policy> policies,
            Predicate<String> backendExists) {
        BackendProfileTable rows = transaction.attach(BackendProfileTable.class);
        var _ = rows.takeTurn();
        Map<String, ProfileRow> before =
                rows.configured().stream().collect(Collectors.toMap(ProfileRow::name, Function.identity()));
        Map<String, PolicyId> known = policies.stream().collect(Collectors.toMap(Policy::name, Policy::id));
        Set<String> named = configured.stream().map(ConfiguredProfile::name).collect(Collectors.toSet());
        before.values().stream()
                .filter(row -> !row.removed() && !named.contains(row.name()))
                .forEach(row -> rows.remove(row.id(), clock.instant()));
        for (ConfiguredProfile profile : configured) {
            Bundle bundle = profile.bundle()
                    .with(
                            backends(profile, backendExists),
                            profile.policies().stream()
                                    .flatMap(name -> policy(profile, name, known).stream())
                                    .toList());
            write(rows, profile, bundle, Optional.ofNullable(before.get(profile.name())));
        }
        if (!Set.copyOf(before.values()).equals(Set.copyOf(rows.configured()))) {
            transaction.bump(BackendProfiles.TOPIC);
        }
    }

    private void write(
            BackendProfileTable rows, ConfiguredProfile configured, Bundle bundle, Optional<ProfileRow> stored) {
        BackendProfile profile = new BackendProfile(
                stored.map(ProfileRow::id).orElseGet(() -> BackendProfiles.newId(clock.instant())),
                Optional.of(configured.place()),
                bundle);
        ProfileRow row = ProfileRow.of(profile);
        String key = bundle.title().key();
        int written = stored.isPresent() ? rows.update(row, key) : rows.insert(row, key, clock.instant());
        if (written == 0) {
            LOG.atWarn().addKeyValue("backend_profile", configured.name()).log("configured_backend_profile_name_taken");
            return;
        }
        BackendProfiles.link(rows, profile);
    }

    private static List<String> backends(ConfiguredProfile profile, Predicate<String> exists) {
        List<String> names = profile.bundle().access().backends();
        names.stream()
                .filter(exists.negate())
                .forEach(name -> LOG.atWarn()
                        .addKeyValue("backend_profile", profile.name())
                        .addKeyValue("backend", name)
                        .log("configured_backend_unknown"));
        return names.stream().filter(exists).toList();
    }

    private static Optional<PolicyId> policy(ConfiguredProfile profile, String name, Map<String, PolicyId> known) {
        PolicyId id = known.get(name);
        if (id == null) {
            LOG.atWarn()
                    .addKeyValue("backend_profile", profile.name())
                    .addKeyValue("policy", name)
                    .log("configured_policy_unknown");
        }
        return Optional.ofNullable(id);
    }
}
