package io.sallyport.identity;

import io.sallyport.database.Database;
import io.sallyport.identity.GroupTable.GroupModels;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.ModelNames;
import io.sallyport.tenant.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The groups that operators make, beside those of the identity provider.
///
/// Only operators make groups: gates and profiles open to names of groups, so whoever names a group opens them.
/// Errors: NotFound for an unknown id; Conflict `name_taken` for a name that looks like that of another group of the
/// tenant.
/// Threads: safe; every method waits for the database.
public final class Groups {
    private static final int MOST_MEMBERS = 1000;

    private final Database database;
    private final GroupTable table;
    private final Clock clock;

    public Groups(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(GroupTable.class);
        this.clock = clock;
    }

    /// Some groups, newest first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<Group> groups, Optional<String> next) {}

    public Optional<Group> find(String id) {
        return table.find(id);
    }

    /// @param count 1 to 1000
    public Page list(Optional<TenantId> tenant, Optional<String> after, int count) {
        List<Group> groups = table.list(tenant, after, count + 1);
        return groups.size() <= count
                ? new Page(groups, Optional.empty())
                : new Page(
                        groups.subList(0, count),
                        Optional.of(groups.get(count - 1).id()));
    }

    /// @param tenant one that exists
    /// @param models absent for no restriction, empty for none
    public Group create(TenantId tenant, DisplayName name, Optional<ModelNames> models, String source) {
        Instant now = clock.instant();
        Group group = new Group(
                TimeOrdered.uuid(now.toEpochMilli()).toString(),
                tenant,
                name.value(),
                models.map(ModelNames::value),
                source,
                now);
        return change(rows -> {
            if (rows.insert(group, name.skeleton()) == 0) {
                throw new Conflict("name_taken", "Another group has this name, or one that looks like it.")
                        .asException();
            }
            return group;
        });
    }

    /// @param models absent for no restriction, empty for none
    public Group allow(String id, Optional<ModelNames> models) {
        return change(rows -> {
            rows.allow(new GroupModels(id, models.map(ModelNames::value)));
            return rows.find(id).orElseThrow(Groups::unknown);
        });
    }

    /// @return the group as it was
    public Group delete(String id) {
        return change(rows -> {
            Group group = rows.find(id).orElseThrow(Groups::unknown);
            rows.delete(id);
            return group;
        });
    }

    /// Those who were put into it here, newest first and not more than a thousand.
    public List<User> members(String id) {
        var _ = table.find(id).orElseThrow(Groups::unknown);
        return table.members(id, MOST_MEMBERS);
    }

    /// Errors: NotFound also for an unknown user.
    public Group add(String id, UserId user) {
        return change(rows -> {
            Group group = rows.find(id).orElseThrow(Groups::unknown);
            if (!rows.isUser(user)) {
                throw new NotFound("not_found", "There is no such user.").asException();
            }
            rows.add(id, user);
            return group;
        });
    }

    public Group remove(String id, UserId user) {
        return change(rows -> {
            Group group = rows.find(id).orElseThrow(Groups::unknown);
            rows.remove(id, user);
            return group;
        });
    }

    private Group change(Function<GroupTable, Group> change) {
        return database.inTransaction(transaction -> {
            transaction.bump(Tenants.TOPIC);
            return change.apply(transaction.attach(GroupTable.class));
        });
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such group.").asException();
    }
}
