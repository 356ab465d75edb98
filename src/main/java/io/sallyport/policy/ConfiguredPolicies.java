package io.sallyport.policy;

import io.sallyport.database.Transaction;
import io.sallyport.policy.PolicyTable.PolicyRow;
import io.sallyport.policy.PolicyTable.PolicyWrite;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the policies of the configuration and those of the database the same.
///
/// A policy is known by its name: one that comes back has the versions and acceptances it had before. What operators
/// made is never touched; a configured policy that has the name of one is skipped with a warning.
public final class ConfiguredPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredPolicies.class);

    private final Clock clock;

    public ConfiguredPolicies(Clock clock) {
        this.clock = clock;
    }

    /// Waits until no other instance changes terms, then writes what differs. The turn lasts as long as the
    /// transaction.
    ///
    /// @param configured with names that differ
    public void write(Transaction transaction, List<ConfiguredPolicy> configured) {
        PolicyTable rows = transaction.attach(PolicyTable.class);
        var _ = rows.takeTurn();
        var _ = rows.lockConfigured();
        Map<String, PolicyRow> stored =
                rows.configured().stream().collect(Collectors.toMap(PolicyRow::name, Function.identity()));
        Set<String> named = configured.stream().map(ConfiguredPolicy::name).collect(Collectors.toSet());
        stored.values().stream()
                .filter(row -> !row.removed() && !named.contains(row.name()))
                .forEach(row -> rows.remove(row.id(), clock.instant()));
        for (ConfiguredPolicy policy : configured) {
            Optional<PolicyRow> row = Optional.ofNullable(stored.get(policy.name()));
            if (!write(rows, policy, row)) {
                LOG.atWarn().addKeyValue("policy", policy.name()).log("configured_policy_name_taken");
            }
        }
    }

    /// @return false when the name is an operator's
    private boolean write(PolicyTable rows, ConfiguredPolicy policy, Optional<PolicyRow> stored) {
        PolicyId id = stored.map(PolicyRow::id).orElseGet(() -> Policies.newId(clock.instant()));
        PolicyWrite write =
                PolicyWrite.of(id, policy.draft(), Optional.of(policy.place()), policy.place(), clock.instant());
        if (stored.isEmpty()) {
            return rows.insert(write) > 0;
        }
        if (rows.update(write) == 0) {
            return false;
        }
        if (!policy.draft().content().equals(stored.get().content())) {
            rows.addVersion(write);
        }
        return true;
    }
}
