package io.sallyport.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Peppers;
import io.sallyport.database.Changes;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Group;
import io.sallyport.identity.Groups;
import io.sallyport.identity.User;
import io.sallyport.identity.Users;
import io.sallyport.identity.Vouched;
import io.sallyport.lang.DisplayName;
import io.sallyport.lang.ProjectId;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.tenant.Home;
import io.sallyport.tenant.Memberships;
import io.sallyport.tenant.ModelNames;
import io.sallyport.tenant.Projects;
import io.sallyport.tenant.Role;
import io.sallyport.tenant.Tenant;
import io.sallyport.tenant.Tenants;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What tenant, project, groups and user make of a key.
@Tag("C26")
final class KeySurroundingsTest {
    private static final String ADDRESS = "192.0.2.7";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final KeyHasher HASHER = new KeyHasher(Peppers.parse(Secret.of("a-pepper-that-only-tests-use")));

    /// A second, and what a busy machine adds to it.
    private static final long SOON_MILLIS = 30_000;

    private final TestDatabase database = TestDatabase.migrated();
    private final Tenants tenants = new Tenants(database.database(), CLOCK);
    private final Projects projects = new Projects(database.database(), CLOCK);
    private final Memberships memberships = new Memberships(database.database(), CLOCK);
    private final Users users = new Users(database.database(), CLOCK);
    private final Groups groups = new Groups(database.database(), CLOCK);
    private final ApiKeys keys = new ApiKeys(database.database(), HASHER, CLOCK);
    private final KeyAuthenticator authenticator =
            new KeyAuthenticator(KeySettings.DEFAULT, keys, HASHER, (_, _) -> {}, CLOCK);
    private final Tenant tenant = tenants.create(new DisplayName("Demo"), "admin");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("ID25")
    void tellsTenantProjectUserAndGroupsOfAKey() {
        User ada = member("ada", "research");
        Group night = groups.create(tenant.id(), new DisplayName("night"), Optional.empty(), "admin");
        groups.add(night.id(), ada.id());

        Caller caller = caller(keyOf(ada));

        assertThat(caller.tenant()).isEqualTo(tenant.id());
        assertThat(caller.project()).isEqualTo(Home.of(tenant.id()).project());
        assertThat(caller.user()).contains(ada.id());
        assertThat(caller.groups()).containsExactlyInAnyOrder("research", "night");
    }

    @Test
    @Tag("C27")
    void allowsWhatKeyTenantProjectAndGroupsAllow() {
        User ada = member("ada", "research");
        tenants.update(tenant.id(), new DisplayName("Demo"), models("a", "b", "c", "d"));
        projects.allow(tenant.id(), Home.of(tenant.id()).project(), models("a", "b", "c"));
        groups.create(tenant.id(), new DisplayName("research"), models("a"), "admin");
        Group night = groups.create(tenant.id(), new DisplayName("night"), models("b"), "admin");
        groups.add(night.id(), ada.id());

        Caller caller = caller(keyOf(ada));

        assertThat(List.of("a", "b", "c", "d", "e"))
                .filteredOn(caller.models()::allows)
                .containsExactly("a", "b");
    }

    @Test
    @Tag("ID40")
    void leavesTheGroupsOfOtherTenantsAside() {
        User ada = member("ada", "research");
        groups.create(Home.DEFAULT.tenant(), new DisplayName("research"), models(), "admin");

        Caller caller = caller(keyOf(ada));

        assertThat(caller.models().isUnrestricted()).isTrue();
    }

    @Test
    @Tag("ID41")
    void allowsNothingInATenantWithAnEmptyList() {
        tenants.update(tenant.id(), new DisplayName("Demo"), models());

        Caller caller = caller(keys.issue(NewKey.named("any").in(Home.of(tenant.id()))));

        assertThat(caller.models().allows("a")).isFalse();
    }

    @Test
    @Tag("I09")
    void refusesTheKeyOfSomebodySuspended() {
        User ada = member("ada");
        ApiKeys.Issued key = keyOf(ada);
        users.suspend(ada.id());

        assertThat(refusal(() -> caller(key))).isEqualTo("account_disabled");
    }

    @Test
    @Tag("I09")
    void refusesTheKeyOfSomebodyWhoLeftTheTenant() {
        User ada = member("ada");
        ApiKeys.Issued key = keyOf(ada);
        memberships.withdraw(tenant.id(), ada.id(), Role.OWNER);

        assertThat(refusal(() -> caller(key))).isEqualTo("account_disabled");
    }

    @Test
    @Tag("ID20")
    void issuesNoKeyInAProjectOfAnotherTenant() {
        Home crossed = new Home(tenant.id(), new ProjectId("default"));

        assertThat(refusal(() -> keys.issue(NewKey.named("any").in(crossed)))).isEqualTo("invalid_value");
    }

    @Test
    @Tag("ID19")
    void tellsEveryInstanceWithinASecond() throws InterruptedException {
        ApiKeys.Issued key = keys.issue(NewKey.named("any").in(Home.of(tenant.id())));
        Semaphore heard = new Semaphore(0);
        try (Changes changes = Changes.open(database.database(), database.address())) {
            changes.onChange(Tenants.TOPIC, () -> {
                authenticator.forget();
                heard.release();
            });
            caller(key);

            tenants.suspend(tenant.id());

            assertThat(heard.tryAcquire(SOON_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(refusal(() -> caller(key))).isEqualTo("account_disabled");
        }
    }

    private User member(String name, String... groupNames) {
        User user =
                users.signIn(new Vouched("https://idp", name, name + "@example.org", name, List.of(groupNames), false));
        memberships.grant(tenant.id(), user.id(), Role.USER);
        return user;
    }

    private ApiKeys.Issued keyOf(User user) {
        return keys.issue(new NewKey(
                "key of " + user.name(),
                "user",
                user.id().value(),
                Optional.empty(),
                Optional.empty(),
                AllowedAddresses.ANYWHERE,
                false,
                LossPolicy.WARN,
                Optional.empty(),
                "",
                "admin",
                Home.of(tenant.id())));
    }

    private Caller caller(ApiKeys.Issued key) {
        return authenticator.identify(Credential.of(key.text().reveal()), ADDRESS);
    }

    private static Optional<ModelNames> models(String... names) {
        return Optional.of(new ModelNames(List.of(names)));
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(RefusedException.class, call).refusal().code();
    }
}
