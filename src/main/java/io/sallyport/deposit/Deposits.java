package io.sallyport.deposit;

import io.sallyport.database.Database;
import io.sallyport.deposit.DepositTable.Listed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.tenant.Home;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What backends keep for tenants: files, batches, threads, responses.
///
/// All tenants share the accounts of the backends, so the backend does not know whose a thing is; we do. What was made
/// without us, or before we looked, belongs to the default tenant.
/// Threads: safe; every method waits for the database.
public final class Deposits {
    private final DepositTable table;
    private final Clock clock;

    public Deposits(Database database, Clock clock) {
        this.table = database.attach(DepositTable.class);
        this.clock = clock;
    }

    /// Lets a tenant pass that owns all of some things.
    ///
    /// Errors: NotFound, the same for what belongs to another tenant and for what nobody knows.
    public void require(TenantId tenant, Set<String> ids) {
        if (ownedBy(tenant, ids).size() < ids.size()) {
            throw new NotFound("not_found", "There is nothing by this id.").asException();
        }
    }

    /// Those of some things that belong to a tenant.
    public Set<String> ownedBy(TenantId tenant, Set<String> ids) {
        Map<String, TenantId> owners = table.find(ids).stream().collect(Collectors.toMap(Listed::id, Listed::tenant));
        return ids.stream()
                .filter(id -> owners.getOrDefault(id, Home.DEFAULT.tenant()).equals(tenant))
                .collect(Collectors.toSet());
    }

    /// Whether what a tenant leaves with a backend has to be listed.
    public static boolean lists(TenantId tenant) {
        return !tenant.equals(Home.DEFAULT.tenant());
    }

    /// Lists what a backend has made for a tenant.
    public void keep(TenantId tenant, Set<String> ids) {
        if (lists(tenant) && !ids.isEmpty()) {
            table.insert(tenant, ids, clock.instant());
        }
    }
}
