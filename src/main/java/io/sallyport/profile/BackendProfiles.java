package io.sallyport.profile;

import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.Refusal.BadRequest;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.policy.PolicyId;
import io.sallyport.profile.BackendProfileTable.ProfileRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The backend profiles of this installation, from operators and from the configuration.
///
/// One that is taken away is hidden and its keys no longer work; what was accepted under it stays on record.
/// Errors: NotFound for an unknown id; Conflict `name_taken`; NotAllowed `config_owned` for a change to one of
/// the configuration, naming file and line; BadRequest for an unknown backend or policy.
/// Threads: safe; every method but [#current()] waits for the database. A change holds here at once, and on
/// other instances within a second.
public final class BackendProfiles {
    /// What [io.sallyport.database.Changes] calls changes of backend profiles.
    public static final String TOPIC = "backend_profiles";

    private final Database database;
    private final BackendProfileTable table;
    private final Predicate<String> backendExists;
    private final Predicate<PolicyId> policyExists;
    private final Clock clock;
    private volatile BackendProfileSnapshot current = BackendProfileSnapshot.EMPTY;

    public BackendProfiles(
            Database database, Predicate<String> backendExists, Predicate<PolicyId> policyExists, Clock clock) {
        this.database = database;
        this.table = database.attach(BackendProfileTable.class);
        this.backendExists = backendExists;
        this.policyExists = policyExists;
        this.clock = clock;
    }

    /// The backend profiles of this moment; a call reads them once.
    public BackendProfileSnapshot current() {
        return current;
    }

    /// Takes over what the database says, at the start and whenever [#TOPIC] changed.
    public synchronized void reload() {
        current = new BackendProfileSnapshot(list());
    }

    /// All of them, by name.
    public List<BackendProfile> list() {
        return table.list().stream().map(ProfileRow::toProfile).toList();
    }

    public Optional<BackendProfile> find(BackendProfileId id) {
        return table.find(id).map(ProfileRow::toProfile);
    }

    public BackendProfile create(Bundle bundle) {
        requireKnown(bundle);
        BackendProfile profile = new BackendProfile(newId(clock.instant()), Optional.empty(), bundle);
        change(rows -> insert(rows, profile));
        return profile;
    }

    /// Makes one where there is none; instances that start together make it once.
    public void createFirst(Bundle bundle) {
        if (!list().isEmpty()) {
            return;
        }
        requireKnown(bundle);
        BackendProfile profile = new BackendProfile(newId(clock.instant()), Optional.empty(), bundle);
        change(rows -> {
            if (rows.list().isEmpty()) {
                insert(rows, profile);
            }
        });
    }

    private void insert(BackendProfileTable rows, BackendProfile profile) {
        if (rows.insert(ProfileRow.of(profile), profile.bundle().title().key(), clock.instant()) == 0) {
            throw nameTaken(profile);
        }
        link(rows, profile);
    }

    public BackendProfile edit(BackendProfileId id, Bundle bundle) {
        requireKnown(bundle);
        BackendProfile profile = new BackendProfile(id, Optional.empty(), bundle);
        change(rows -> {
            var _ = changeable(rows, id);
            if (rows.update(ProfileRow.of(profile), bundle.title().key()) == 0) {
                throw nameTaken(profile);
            }
            link(rows, profile);
        });
        return profile;
    }

    /// Takes a backend profile away; its keys no longer work.
    public BackendProfile remove(BackendProfileId id) {
        BackendProfile profile = find(id).orElseThrow(BackendProfiles::unknown);
        change(rows -> rows.remove(changeable(rows, id).id(), clock.instant()));
        return profile;
    }

    /// Writes which backends and policies belong to a backend profile.
    static void link(BackendProfileTable rows, BackendProfile profile) {
        rows.clearBackends(profile.id());
        rows.clearPolicies(profile.id());
        ProfileRow row = ProfileRow.of(profile);
        rows.addBackends(profile.id(), row.backends());
        rows.addPolicies(profile.id(), row.policies());
    }

    static BackendProfileId newId(Instant now) {
        return new BackendProfileId(TimeOrdered.uuid(now.toEpochMilli()).toString());
    }

    static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such backend profile.").asException();
    }

    private void change(Change change) {
        database.useTransaction(transaction -> {
            BackendProfileTable rows = taken(transaction);
            change.on(rows);
            transaction.bump(TOPIC, this::reload);
        });
    }

    private static BackendProfileTable taken(Transaction transaction) {
        BackendProfileTable rows = transaction.attach(BackendProfileTable.class);
        var _ = rows.takeTurn();
        return rows;
    }

    private static BackendProfile changeable(BackendProfileTable rows, BackendProfileId id) {
        BackendProfile profile = rows.find(id).map(ProfileRow::toProfile).orElseThrow(BackendProfiles::unknown);
        profile.place().ifPresent(place -> {
            throw new NotAllowed(
                            "config_owned",
                            "The backend profile '" + profile.name() + "' stands in " + place + "; change it there.")
                    .asException();
        });
        return profile;
    }

    private void requireKnown(Bundle bundle) {
        for (String backend : bundle.access().backends()) {
            if (!backendExists.test(backend)) {
                throw new BadRequest("invalid_value", "There is no backend '" + backend + "'.", "backends")
                        .asException();
            }
        }
        for (PolicyId policy : bundle.policies()) {
            if (!policyExists.test(policy)) {
                throw new BadRequest("invalid_value", "There is no policy '" + policy + "'.", "policies").asException();
            }
        }
    }

    private static RuntimeException nameTaken(BackendProfile profile) {
        return new Conflict("name_taken", "There is another backend profile named '" + profile.name() + "'.")
                .asException();
    }

    /// What is written of a backend profile.
    private interface Change {
        void on(BackendProfileTable rows);
    }
}
