package io.sallyport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.identity.User.Status;
import io.sallyport.lang.RefusedException;
import io.sallyport.tenant.Role;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class UsersTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final Sessions.Browser BROWSER = new Sessions.Browser("Firefox", "192.0.2.1");

    private final TestDatabase database = TestDatabase.migrated();
    private final Users users = new Users(database.database(), CLOCK);
    private final Sessions sessions = new Sessions(database.database(), () -> SessionLife.USUAL, CLOCK);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("ID22")
    void givesEverybodyATenantOfTheirOwn() {
        User ada = users.signIn(vouched("ada", false));

        Principal principal = signedIn(ada);

        assertThat(principal.roles().get(ada.personalTenant())).isEqualTo(Role.OWNER);
        assertThat(principal.may(Permission.OWN_TENANT, ada.personalTenant())).isTrue();
        assertThat(principal.may(Permission.OPERATE)).isFalse();
    }

    @Test
    @Tag("ID11")
    void takesOverWhatTheIdentityProviderSaysAtEachSignIn() {
        User first = users.signIn(vouched("ada", false, "research"));

        User second = users.signIn(vouched("ada", true, "research", "gasket-admins"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(signedIn(second).groups()).containsExactlyInAnyOrder("research", "gasket-admins");
        assertThat(signedIn(second).operator()).isTrue();
    }

    @Test
    @Tag("K09")
    void givesNoSessionOfBeforeTheRightsOfAnOperator() {
        User before = users.signIn(vouched("ada", false));

        User after = users.signIn(vouched("ada", true));

        assertThat(after.version()).isGreaterThan(before.version());
    }

    @Test
    @Tag("K11")
    void tellsAccountsApartByIssuerAndSubjectNotByAddress() {
        User ada = users.signIn(new Vouched("https://one", "1", "ada@example.org", "Ada", List.of(), false));

        User other = users.signIn(new Vouched("https://two", "1", "ada@example.org", "Ada", List.of(), false));

        assertThat(other.id()).isNotEqualTo(ada.id());
    }

    @Test
    void keepsALocalAccountThatExists() {
        User first = users.addLocal("Ada@Example.org", "Ada", "admin");

        User second = users.addLocalOperator("ada@example.org", "Somebody", "bootstrap");

        assertThat(second).isEqualTo(first);
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> users.addLocal("ada", "Ada", "admin"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("invalid_value"));
    }

    @Test
    @Tag("J09")
    void endsTheSessionsOfWhoeverIsSuspended() {
        User ada = users.signIn(vouched("ada", false));
        var opened = sessions.open(ada, BROWSER, Optional.empty());

        users.suspend(ada.id());

        assertThat(sessions.find(opened.token())).isEmpty();
        assertThatThrownBy(() -> users.signIn(vouched("ada", false)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("account_disabled"));
    }

    @Test
    @Tag("J09")
    void endsTheSessionsOfAnOperatorTheIdentityProviderNoLongerNames() {
        User ada = users.signIn(vouched("ada", true));
        var before = sessions.open(ada, BROWSER, Optional.empty());

        users.signIn(vouched("ada", false));

        assertThat(sessions.find(before.token())).isEmpty();
    }

    @Test
    void keepsTheLastOperator() {
        User ada = users.addLocalOperator("ada@example.org", "Ada", "first-run");
        User bob = users.addLocalOperator("bob@example.org", "Bob", "admin");

        users.demote(bob.id());

        assertThatThrownBy(() -> users.suspend(ada.id()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("last_operator"));
        assertThat(users.find(ada.id()).orElseThrow().status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void findsUsersByAPartOfTheirAddressTakenLiterally() {
        users.addLocal("ada_lovelace@example.org", "Ada", "admin");
        users.addLocal("adaXlovelace@example.org", "Ada", "admin");

        List<User> found = users.list(Optional.of("ada_l"), Optional.empty(), Optional.empty(), 10)
                .users();

        assertThat(found).extracting(User::email).containsExactly("ada_lovelace@example.org");
    }

    @Test
    void pagesThroughUsers() {
        List.of("a@x.org", "b@x.org", "c@x.org").forEach(email -> users.addLocal(email, "", "admin"));

        var first = users.list(Optional.empty(), Optional.empty(), Optional.empty(), 2);
        var second = users.list(Optional.empty(), Optional.empty(), first.next(), 2);

        assertThat(first.users()).hasSize(2);
        assertThat(second.users()).hasSize(1);
        assertThat(second.next()).isEmpty();
    }

    private Principal signedIn(User user) {
        return sessions.find(sessions.open(user, BROWSER, Optional.empty()).token())
                .orElseThrow();
    }

    private static Vouched vouched(String name, boolean operator, String... groups) {
        return new Vouched("https://idp", name, name + "@example.org", name, List.of(groups), operator);
    }
}
