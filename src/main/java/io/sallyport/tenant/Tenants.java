package io.sallyport.tenant;

import io.sallyport.database.Database;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.tenant.Tenant.Kind;
import io.sallyport.tenant.Tenant.Status;
import io.sallyport.tenant.TenantTable.TenantChange;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The tenants of this installation.
///
/// Errors: NotFound for an unknown id; Conflict `name_taken` for a name that looks like another tenant's.
/// Threads: safe; every method waits for the database.
public final class Tenants {
    /// What [io.sallyport.database.Changes] calls changes of tenants, projects, groups and people: of whatever
    /// decides, besides the key itself, what a key may use.
    public static final String TOPIC = "tenants";

    private final Database database;
    private final TenantTable table;
    private final Clock clock;

    public Tenants(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(TenantTable.class);
        this.clock = clock;
    }

    /// Some tenants, newest first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<Tenant> tenants, Optional<TenantId> next) {}

    public Optional<Tenant> find(TenantId id) {
        return table.find(id);
    }

    /// Organisations; the personal tenants are left out.
    ///
    /// @param search part of a name
    /// @param count 1 to 1000
    public Page list(Optional<String> search, Optional<TenantId> after, int count) {
        List<Tenant> tenants = table.list(after, search.map(Tenants::like), count + 1);
        return tenants.size() <= count
                ? new Page(tenants, Optional.empty())
                : new Page(
                        tenants.subList(0, count),
                        Optional.of(tenants.get(count - 1).id()));
    }

    /// Those of some tenants that are not suspended, organisations first.
    public List<Tenant> active(Collection<TenantId> ids) {
        return table.active(List.copyOf(ids));
    }

    /// The organisation with a name, or with one that looks like it; made when there is none.
    ///
    /// @param source as in [Tenant]
    public Tenant ensure(DisplayName name, String source) {
        return table.named(name.skeleton())
                .or(() -> insert(name, source))
                .or(() -> table.named(name.skeleton()))
                .orElseThrow(Tenants::taken);
    }

    /// @param source as in [Tenant]
    public Tenant create(DisplayName name, String source) {
        return insert(name, source).orElseThrow(Tenants::taken);
    }

    private Optional<Tenant> insert(DisplayName name, String source) {
        Instant now = clock.instant();
        TenantId id = new TenantId(TimeOrdered.uuid(now.toEpochMilli()).toString());
        Tenant tenant = new Tenant(id, name.value(), Kind.ORGANIZATION, Status.ACTIVE, Optional.empty(), source, now);
        return database.inTransaction(transaction -> {
            if (transaction.attach(TenantTable.class).insert(tenant, name.skeleton()) == 0) {
                return Optional.empty();
            }
            // Limits and rules of the configuration may have named it before.
            transaction.bump(TOPIC);
            return Optional.of(tenant);
        });
    }

    /// @param models what its keys may use; absent for no restriction, empty for none
    public Tenant update(TenantId id, DisplayName name, Optional<ModelNames> models) {
        return change(id, rows -> {
            if (rows.named(name.skeleton())
                    .filter(other -> !other.id().equals(id))
                    .isPresent()) {
                throw taken();
            }
            rows.update(new TenantChange(id, name.value(), name.skeleton(), models.map(ModelNames::value)));
        });
    }

    /// From now on its keys are refused and its members do not see it.
    ///
    /// Errors: Conflict `default_tenant` for the default one, in which the keys of the operators are.
    public Tenant suspend(TenantId id) {
        if (id.equals(Home.DEFAULT.tenant())) {
            throw new Conflict("default_tenant", "The default tenant cannot be suspended.").asException();
        }
        return change(id, rows -> rows.change(id, Status.SUSPENDED));
    }

    public Tenant activate(TenantId id) {
        return change(id, rows -> rows.change(id, Status.ACTIVE));
    }

    private Tenant change(TenantId id, Consumer<TenantTable> change) {
        return database.inTransaction(transaction -> {
            TenantTable rows = transaction.attach(TenantTable.class);
            var _ = rows.lock(id).orElseThrow(Tenants::unknown);
            change.accept(rows);
            transaction.bump(TOPIC);
            return rows.find(id).orElseThrow(Tenants::unknown);
        });
    }

    private static RuntimeException taken() {
        return new Conflict("name_taken", "Another tenant has this name, or one that looks like it.").asException();
    }

    static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such tenant.").asException();
    }

    /// A pattern that finds the text anywhere, with nothing in it that has a meaning of its own.
    private static String like(String text) {
        return "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
