package io.sallyport.policy;

import io.sallyport.database.Database;
import io.sallyport.database.Transaction;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.lang.UserId;
import io.sallyport.policy.AcceptanceTable.Asked;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who accepted which version of which policy under which backend profile. Rows are only ever added.
///
/// Threads: safe; every method waits for the database.
public final class Acceptances {
    private final Database database;
    private final Policies policies;
    private final AcceptanceTable table;
    private final Clock clock;

    public Acceptances(Database database, Policies policies, Clock clock) {
        this.database = database;
        this.policies = policies;
        this.table = database.attach(AcceptanceTable.class);
        this.clock = clock;
    }

    /// Some acceptances, newest first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<Acceptance> acceptances, Optional<String> next) {}

    /// Records a consent; saying it twice changes nothing.
    ///
    /// Errors: NotFound for an unknown policy; Conflict `policy_changed` when the version shown is no longer the
    /// current one.
    public Acceptance accept(Consent consent) {
        return database.inTransaction(transaction -> {
            Policy policy = policies.hold(transaction, List.of(consent.policy())).stream()
                    .findFirst()
                    .orElseThrow(Policies::unknown);
            if (consent.version() != policy.current().number()) {
                throw new Conflict("policy_changed", "The policy has changed. Read its current version first.")
                        .asException();
            }
            AcceptanceTable rows = transaction.attach(AcceptanceTable.class);
            rows.insert(row(consent, policy.name(), clock.instant()));
            return rows.get(consent);
        });
    }

    /// The newest acceptance of each policy under each backend profile that a user accepted it under.
    public List<Acceptance> latest(UserId user) {
        return table.latest(user);
    }

    /// @param after the last id of the page before
    /// @param count 1 to 1000
    public Page list(AcceptanceFilter filter, Optional<String> after, int count) {
        Asked asked =
                new Asked(filter.user(), filter.search().map(Acceptances::like), filter.policy(), filter.profile());
        List<Acceptance> found = table.list(asked, after, count + 1);
        return found.size() <= count
                ? new Page(found, Optional.empty())
                : new Page(
                        found.subList(0, count),
                        Optional.of(found.get(count - 1).id()));
    }

    /// Stores with a key what its owner had accepted when it was issued.
    public void keep(Transaction transaction, KeyId key, List<Acceptance> accepted) {
        AcceptanceTable rows = transaction.attach(AcceptanceTable.class);
        accepted.forEach(acceptance -> rows.keep(
                key,
                new KeyPolicy(
                        acceptance.policy(), acceptance.policyName(), acceptance.version(), acceptance.acceptedAt())));
    }

    /// What was accepted when a key was issued, by name.
    public List<KeyPolicy> ofKey(KeyId key) {
        return table.ofKey(key);
    }

    private static Acceptance row(Consent consent, String policyName, Instant now) {
        return new Acceptance(
                TimeOrdered.uuid(now.toEpochMilli()).toString(),
                consent.user(),
                consent.userName(),
                consent.policy(),
                policyName,
                consent.version(),
                consent.profile(),
                consent.profileName(),
                now);
    }

    /// A pattern that finds the text anywhere, with nothing in it that has a meaning of its own.
    private static String like(String text) {
        return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
