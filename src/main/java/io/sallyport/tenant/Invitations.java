package io.sallyport.tenant;

import io.sallyport.crypto.OpaqueToken;
import io.sallyport.database.Database;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.TimeOrdered;
import io.sallyport.lang.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Invitations to tenants. A token works once, for seven days, and only for who owns the invited address.
///
/// Threads: safe; every method waits for the database.
public final class Invitations {
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final Database database;
    private final MembershipTable table;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Invitations(Database database, Clock clock) {
        this.database = database;
        this.table = database.attach(MembershipTable.class);
        this.clock = clock;
    }

    /// A new invitation and its token, which nobody can ask for a second time.
    public record Issued(Invitation invitation, Secret token) {}

    /// Who invites.
    ///
    /// @param name what people call them
    public record Inviter(String name, Role role) {}

    /// Errors: NotAllowed `role_exceeds_grantor`.
    public Issued invite(TenantId tenant, EmailAddress address, Role role, Inviter by) {
        Memberships.requireCovered(by.role(), role);
        Instant now = clock.instant();
        Invitation invitation = new Invitation(
                TimeOrdered.uuid(now.toEpochMilli()).toString(),
                tenant,
                address.folded(),
                role,
                by.name(),
                now,
                now.plus(LIFETIME));
        Secret token = OpaqueToken.generate(random);
        table.invite(invitation, OpaqueToken.hash(token));
        return new Issued(invitation, token);
    }

    /// Those that can still be accepted, newest first.
    public List<Invitation> open(TenantId tenant) {
        return table.open(tenant, clock.instant());
    }

    /// Errors: NotFound when it was accepted, has been withdrawn or belongs to another tenant.
    public void withdraw(TenantId tenant, String id) {
        if (table.withdraw(tenant, id) == 0) {
            throw unknown();
        }
    }

    /// Makes somebody a member. A role they have already is never made weaker.
    ///
    /// Errors: NotFound when the token was used, has expired, is for another address, or never was one.
    ///
    /// @param address proven to be theirs
    public Member accept(Secret token, UserId user, EmailAddress address) {
        return database.inTransaction(transaction -> {
            MembershipTable rows = transaction.attach(MembershipTable.class);
            Instant now = clock.instant();
            Invitation invitation = rows.lock(OpaqueToken.hash(token), now)
                    .filter(open -> open.email().equals(address.folded()))
                    .orElseThrow(Invitations::unknown);
            rows.accepted(invitation.id(), user, now);
            boolean isMore = rows.find(invitation.tenant(), user)
                    .filter(member -> member.role().covers(invitation.role()))
                    .isEmpty();
            if (isMore) {
                rows.put(invitation.tenant(), user, invitation.role(), now);
                transaction.bump(Tenants.TOPIC);
            }
            return rows.find(invitation.tenant(), user).orElseThrow(Invitations::unknown);
        });
    }

    private static RuntimeException unknown() {
        return new NotFound("not_found", "There is no such invitation.").asException();
    }
}
