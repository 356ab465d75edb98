package io.sallyport.limit;

import io.sallyport.database.Database;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What people call those whom limits and standings name by ids.
///
/// Threads: safe; every method waits for the database.
public final class LimitNames {
    private final LimitNameTable table;

    public LimitNames(Database database) {
        this.table = database.attach(LimitNameTable.class);
    }

    /// The names of all whom some limits are for.
    public Found ofLimits(Collection<Limit> limits) {
        return find(limits.stream().flatMap(LimitNames::named));
    }

    /// The names of all whose use some standings tell of.
    public Found ofStandings(Collection<LimitStanding> standings) {
        return find(standings.stream()
                .flatMap(standing -> Stream.concat(
                        named(standing.limit()), Stream.of(standing.subject(), tenant(standing.subject())))));
    }

    private static Stream<String> named(Limit limit) {
        return Stream.concat(limit.coverage().subject().stream(), limit.coverage().profile().stream());
    }

    private Found find(Stream<String> ids) {
        String[] asked = ids.filter(id -> !id.isEmpty()).distinct().toArray(String[]::new);
        return new Found(table.names(asked).stream()
                .collect(Collectors.toMap(
                        row -> new Id(row.scope(), row.id()), LimitNameTable.Row::name, (one, _) -> one)));
    }

    /// The first part of the account of a group or an end user.
    private static String tenant(String account) {
        return account.substring(0, Math.max(0, account.indexOf('/')));
    }

    private record Id(String scope, String id) {}

    /// Names that were found.
    public static final class Found {
        private final Map<Id, String> names;

        private Found(Map<Id, String> names) {
            this.names = names;
        }

        /// The name of one of a kind; empty when it is gone, or when its id is its name.
        public Optional<String> of(Scope scope, String id) {
            return switch (scope) {
                case TENANT, PROJECT, USER, KEY, BACKEND_PROFILE ->
                    Optional.ofNullable(names.get(new Id(scope.word(), id)));
                case GROUP, END_USER -> inTenant(id);
                case GLOBAL, MODEL, PROVIDER, BACKEND -> Optional.empty();
            };
        }

        /// Tenants may have groups and end users of the same name.
        private Optional<String> inTenant(String account) {
            String tenant = tenant(account);
            return tenant.isEmpty()
                    ? Optional.empty()
                    : Optional.of(account.substring(tenant.length() + 1) + " of "
                            + of(Scope.TENANT, tenant).orElse(tenant));
        }
    }
}
