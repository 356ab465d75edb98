package io.sallyport.tenant;

import io.sallyport.database.Database;
import io.sallyport.lang.Refusal.Conflict;
import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Who belongs to which tenant, and as what.
///
/// Nobody gives or takes a role above their own, and a tenant that has an owner keeps one.
/// Errors: NotFound for a tenant or a member that is not there; NotAllowed `role_exceeds_grantor`; Conflict
/// `last_owner`.
/// Threads: safe; every method waits for the database.
public final class Memberships {
    private final Database database;
    private final MembershipTable table;
    private final Clock clock;

    public Memberships(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(MembershipTable.class);
        this.clock = clock;
    }

    /// Some members, the newest user first.
    ///
    /// @param next where to go on; empty at the end
    public record Page(List<Member> members, Optional<UserId> next) {}

    /// @param count 1 to 1000
    public Page list(TenantId tenant, Optional<UserId> after, int count) {
        List<Member> members = table.list(tenant, after, count + 1);
        return members.size() <= count
                ? new Page(members, Optional.empty())
                : new Page(
                        members.subList(0, count),
                        Optional.of(members.get(count - 1).user()));
    }

    public Optional<Member> find(TenantId tenant, UserId user) {
        return table.find(tenant, user);
    }

    /// Makes any user a member, or gives a member another role; for operators.
    ///
    /// Errors: also NotFound for an unknown user.
    public Member grant(TenantId tenant, UserId user, Role role) {
        return change(tenant, rows -> {
            if (!rows.isUser(user)) {
                throw new NotFound("not_found", "There is no such user.").asException();
            }
            rows.put(tenant, user, role, clock.instant());
            return rows.find(tenant, user).orElseThrow(Memberships::unknown);
        });
    }

    /// Gives a member another role.
    ///
    /// @param by role of who does it
    public Member change(TenantId tenant, UserId user, Role role, Role by) {
        return change(tenant, rows -> {
            Member before = rows.find(tenant, user).orElseThrow(Memberships::unknown);
            requireCovered(by, before.role());
            requireCovered(by, role);
            rows.put(tenant, user, role, clock.instant());
            return rows.find(tenant, user).orElseThrow(Memberships::unknown);
        });
    }

    /// Ends a membership.
    ///
    /// @param by role of who does it
    /// @return the membership as it was
    public Member withdraw(TenantId tenant, UserId user, Role by) {
        return change(tenant, rows -> {
            Member before = rows.find(tenant, user).orElseThrow(Memberships::unknown);
            requireCovered(by, before.role());
            rows.delete(tenant, user);
            return before;
        });
    }

    /// Errors: NotAllowed `role_exceeds_grantor`.
    static void requireCovered(Role by, Role wanted) {
        if (!by.covers(wanted)) {
            throw new NotAllowed("role_exceeds_grantor", "Nobody gives or takes a role above their own.").asException();
        }
    }

    private Member change(TenantId tenant, Change change) {
        return database.inTransaction(transaction -> {
            var _ = transaction.attach(TenantTable.class).lock(tenant).orElseThrow(Tenants::unknown);
            MembershipTable rows = transaction.attach(MembershipTable.class);
            boolean hadOwner = rows.owners(tenant) > 0;
            Member member = change.on(rows);
            if (hadOwner && rows.owners(tenant) == 0) {
                throw new Conflict("last_owner", "This is the last owner. Make another one first.").asException();
            }
            transaction.bump(Tenants.TOPIC);
            return member;
        });
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such member.").asException();
    }

    /// What becomes of a membership.
    private interface Change {
        Member on(MembershipTable rows);
    }
}
