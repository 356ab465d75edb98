package io.sallyport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.crypto.SignedTokens;
import io.sallyport.identity.AccessTokens.Pair;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class AccessTokensTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final TestDatabase database = TestDatabase.migrated();
    private final Users users = new Users(database.database(), at(NOON));
    private final User ada = users.addLocal("ada@example.org", "Ada", "bootstrap");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("ID14")
    void saysWhoATokenWasMadeFor() {
        Pair pair = tokens(NOON).issue(ada);

        Principal principal = tokens(NOON).read(pair.access());

        assertThat(principal.user()).contains(ada.id());
        assertThat(principal.via()).isEqualTo(Principal.Via.TOKEN);
    }

    @Test
    @Tag("ID15")
    void givesANewPairForARefreshTokenOnce() {
        AccessTokens tokens = tokens(NOON);
        Pair first = tokens.issue(ada);

        Pair second = tokens.renew(first.refresh());

        assertThat(tokens.read(second.access()).user()).contains(ada.id());
        refuses(() -> tokens.renew(first.refresh()));
    }

    @Test
    @Tag("K10")
    void endsTheWholeFamilyWhenARefreshTokenIsShownTwice() {
        AccessTokens tokens = tokens(NOON);
        Pair first = tokens.issue(ada);
        Pair second = tokens.renew(first.refresh());

        refuses(() -> tokens.renew(first.refresh()));

        refuses(() -> tokens.renew(second.refresh()));
    }

    @Test
    void endsWithItsLifetime() {
        Pair pair = tokens(NOON).issue(ada);

        refuses(() -> tokens(NOON.plusSeconds(901)).read(pair.access()));
        refuses(() -> tokens(NOON.plus(Duration.ofHours(24))).renew(pair.refresh()));
    }

    @Test
    @Tag("J09")
    void endsWithTheRightsOfItsUser() {
        Pair pair = tokens(NOON).issue(ada);

        users.suspend(ada.id());

        refuses(() -> tokens(NOON).read(pair.access()));
        refuses(() -> tokens(NOON).renew(pair.refresh()));
    }

    @Test
    void endsAtSignOut() {
        AccessTokens tokens = tokens(NOON);
        Pair pair = tokens.issue(ada);

        tokens.end(pair.refresh());

        refuses(() -> tokens.renew(pair.refresh()));
    }

    @Test
    void refusesWhatItDidNotSign() {
        refuses(() -> tokens(NOON).read(Secret.of("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.")));
    }

    private static void refuses(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("invalid_token"));
    }

    private AccessTokens tokens(Instant now) {
        SignedTokens signed = new SignedTokens(
                Secret.of("a-secret-that-only-tests-use-0123456789"),
                "sallyport",
                "sallyport",
                Duration.ofMinutes(15),
                at(now));
        return new AccessTokens(database.database(), users, signed, Duration.ofHours(24), at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
