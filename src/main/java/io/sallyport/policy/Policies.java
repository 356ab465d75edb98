package io.sallyport.policy;

import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.policy.PolicyTable.PolicyRow;
import io.sallyport.policy.PolicyTable.PolicyWrite;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The policies of this installation, from operators and from the configuration.
///
/// A changed text is a new version; versions are never changed and never deleted, nor are their acceptances.
/// Errors: NotFound for an unknown id; Conflict `name_taken`; NotAllowed `config_owned`, naming file and line, for a
/// change to a policy of the configuration.
/// Threads: safe; every method waits for the database.
public final class Policies {
    private final Database database;
    private final PolicyTable table;
    private final Clock clock;

    public Policies(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(PolicyTable.class);
        this.clock = clock;
    }

    /// All of them, by name.
    public List<Policy> list() {
        return table.list().stream().map(PolicyRow::toPolicy).toList();
    }

    public Optional<Policy> find(PolicyId id) {
        return table.find(id).map(PolicyRow::toPolicy);
    }

    /// Every text a policy ever had, the newest first.
    public List<PolicyVersion> versions(PolicyId id) {
        List<PolicyVersion> versions = table.versions(id);
        if (versions.isEmpty()) {
            throw unknown();
        }
        return versions;
    }

    /// @param by the operator's name
    public Policy create(PolicyDraft draft, String by) {
        PolicyId id = newId(clock.instant());
        return database.inTransaction(transaction -> {
            PolicyTable rows = taken(transaction);
            if (rows.insert(write(id, draft, by)) == 0) {
                throw nameTaken(draft);
            }
            return read(rows, id);
        });
    }

    /// Changes a policy; a new version comes about only when the text differs.
    ///
    /// @param by the operator's name
    public Policy edit(PolicyId id, PolicyDraft draft, String by) {
        return database.inTransaction(transaction -> {
            PolicyTable rows = taken(transaction);
            Policy before = changeable(rows, id);
            PolicyWrite write = write(id, draft, by);
            if (rows.update(write) == 0) {
                throw nameTaken(draft);
            }
            if (!draft.content().equals(before.current().content())) {
                rows.addVersion(write);
            }
            return read(rows, id);
        });
    }

    /// Takes a policy away. It no longer has to be accepted; its versions and acceptances stay.
    public Policy remove(PolicyId id) {
        return database.inTransaction(transaction -> {
            PolicyTable rows = taken(transaction);
            Policy policy = changeable(rows, id);
            rows.remove(id, clock.instant());
            return policy;
        });
    }

    /// Some policies, whose texts stay as they are until the transaction ends. Those that were taken away are left out.
    public List<Policy> hold(Transaction transaction, List<PolicyId> ids) {
        PolicyTable rows = transaction.attach(PolicyTable.class);
        var _ = rows.hold(ids);
        return ids.stream()
                .flatMap(id -> rows.find(id).stream())
                .map(PolicyRow::toPolicy)
                .toList();
    }

    static PolicyId newId(Instant now) {
        return new PolicyId(TimeOrdered.uuid(now.toEpochMilli()).toString());
    }

    static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such policy.").asException();
    }

    private static PolicyTable taken(Transaction transaction) {
        PolicyTable rows = transaction.attach(PolicyTable.class);
        var _ = rows.takeTurn();
        return rows;
    }

    private static Policy changeable(PolicyTable rows, PolicyId id) {
        Policy policy = read(rows, id);
        policy.place().ifPresent(place -> {
            throw new NotAllowed(
                            "config_owned",
                            "The policy '" + policy.name() + "' stands in " + place + "; change it there.")
                    .asException();
        });
        return policy;
    }

    private static Policy read(PolicyTable rows, PolicyId id) {
        return rows.find(id).map(PolicyRow::toPolicy).orElseThrow(Policies::unknown);
    }

    private PolicyWrite write(PolicyId id, PolicyDraft draft, String by) {
        return PolicyWrite.of(id, draft, Optional.empty(), by, clock.instant());
    }

    private static RuntimeException nameTaken(PolicyDraft draft) {
        return new Conflict(
                        "name_taken",
                        "There is another policy named '" + draft.title().name() + "'.")
                .asException();
    }
}
