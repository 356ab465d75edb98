package io.sallyport.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.lang.TenantId;
import io.sallyport.lang.UserId;
import io.sallyport.tenant.Invitations.Inviter;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ID21")
final class MembershipsTest {
    private static final Inviter OWNER = new Inviter("ada", Role.OWNER);

    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final TestDatabase database = TestDatabase.migrated();
    private final Users users = new Users(database.database(), clock);
    private final Memberships memberships = new Memberships(database.database(), clock);
    private final Invitations invitations = new Invitations(database.database(), clock);
    private TenantId tenant;

    @BeforeEach
    void makeTenant() {
        tenant = new Tenants(database.database(), clock)
                .create(new DisplayName("Demo"), "admin")
                .id();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void grantsChangesAndWithdraws() {
        UserId ada = user("ada");

        Member granted = memberships.grant(tenant, ada, Role.VIEWER);
        Member changed = memberships.change(tenant, ada, Role.ADMIN, Role.OWNER);
        memberships.withdraw(tenant, ada, Role.OWNER);

        assertThat(granted.email()).isEqualTo("ada@example.org");
        assertThat(changed.role()).isEqualTo(Role.ADMIN);
        assertThat(memberships.find(tenant, ada)).isEmpty();
    }

    @Test
    void keepsTheLastOwner() {
        UserId ada = user("ada");
        memberships.grant(tenant, ada, Role.OWNER);

        assertThat(refusal(() -> memberships.withdraw(tenant, ada, Role.OWNER))).isEqualTo("last_owner");
        assertThat(refusal(() -> memberships.change(tenant, ada, Role.ADMIN, Role.OWNER)))
                .isEqualTo("last_owner");
        assertThat(memberships.find(tenant, ada)).map(Member::role).contains(Role.OWNER);
    }

    @Test
    void letsNobodyGiveOrTakeARoleAboveTheirOwn() {
        UserId ada = user("ada");
        UserId bob = user("bob");
        memberships.grant(tenant, ada, Role.OWNER);
        memberships.grant(tenant, bob, Role.USER);

        assertThat(refusal(() -> memberships.change(tenant, bob, Role.OWNER, Role.ADMIN)))
                .isEqualTo("role_exceeds_grantor");
        assertThat(refusal(() -> memberships.withdraw(tenant, ada, Role.ADMIN))).isEqualTo("role_exceeds_grantor");
        assertThat(refusal(() -> invitations.invite(
                        tenant, new EmailAddress("c@example.org"), Role.OWNER, new Inviter("bob", Role.ADMIN))))
                .isEqualTo("role_exceeds_grantor");
    }

    @Test
    void knowsNeitherStrangersNorTenantsThatAreNot() {
        assertThat(refusal(() -> memberships.grant(tenant, new UserId("nobody"), Role.USER)))
                .isEqualTo("not_found");
        assertThat(refusal(() -> memberships.grant(new TenantId("none"), user("ada"), Role.USER)))
                .isEqualTo("not_found");
        assertThat(refusal(() -> memberships.change(tenant, user("bob"), Role.USER, Role.OWNER)))
                .isEqualTo("not_found");
    }

    @Test
    void pagesThroughMembers() {
        for (String name : new String[] {"ada", "bob", "cid"}) {
            memberships.grant(tenant, user(name), Role.USER);
        }

        var first = memberships.list(tenant, Optional.empty(), 2);
        var second = memberships.list(tenant, first.next(), 2);

        assertThat(first.members()).hasSize(2);
        assertThat(second.members()).hasSize(1);
        assertThat(second.next()).isEmpty();
    }

    @Test
    @Tag("ID22")
    void makesWhoAcceptsAMemberOnce() {
        Secret token = invite("Ada@Example.org", Role.ADMIN);
        UserId ada = user("ada");

        Member member = invitations.accept(token, ada, new EmailAddress("ada@example.org"));

        assertThat(member.role()).isEqualTo(Role.ADMIN);
        assertThat(invitations.open(tenant)).isEmpty();
        assertThat(refusal(() -> invitations.accept(token, ada, new EmailAddress("ada@example.org"))))
                .isEqualTo("not_found");
    }

    @Test
    void letsOnlyTheInvitedAddressAccept() {
        Secret token = invite("ada@example.org", Role.OWNER);

        assertThat(refusal(() -> invitations.accept(token, user("eve"), new EmailAddress("eve@example.org"))))
                .isEqualTo("not_found");
        assertThat(invitations.open(tenant)).hasSize(1);
    }

    @Test
    void endsAnInvitationAfterSevenDays() {
        Secret token = invite("ada@example.org", Role.USER);
        clock.move(Duration.ofDays(7));

        assertThat(refusal(() -> invitations.accept(token, user("ada"), new EmailAddress("ada@example.org"))))
                .isEqualTo("not_found");
        assertThat(invitations.open(tenant)).isEmpty();
    }

    @Test
    void withdrawsAnInvitationOfItsOwnTenantOnly() {
        Secret token = invite("ada@example.org", Role.USER);
        String id = invitations.open(tenant).getFirst().id();

        assertThat(refusal(() -> invitations.withdraw(Home.DEFAULT.tenant(), id)))
                .isEqualTo("not_found");
        invitations.withdraw(tenant, id);

        assertThat(refusal(() -> invitations.accept(token, user("ada"), new EmailAddress("ada@example.org"))))
                .isEqualTo("not_found");
    }

    @Test
    void neverMakesARoleWeaker() {
        UserId ada = user("ada");
        memberships.grant(tenant, ada, Role.OWNER);
        Secret token = invite("ada@example.org", Role.USER);

        Member member = invitations.accept(token, ada, new EmailAddress("ada@example.org"));

        assertThat(member.role()).isEqualTo(Role.OWNER);
    }

    private Secret invite(String address, Role role) {
        return invitations
                .invite(tenant, new EmailAddress(address), role, OWNER)
                .token();
    }

    private UserId user(String name) {
        User user = users.addLocal(name + "@example.org", name, "admin");
        return user.id();
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(RefusedException.class, call).refusal().code();
    }
}
