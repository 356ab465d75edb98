package io.sallyport.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.identity.Sessions.Browser;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Browser BROWSER = new Browser("Firefox", "192.0.2.1");

    private final TestDatabase database = TestDatabase.migrated();
    private final User ada = new Users(database.database(), at(NOON))
            .signIn(new Vouched("https://idp", "ada", "ada@example.org", "Ada", List.of(), false));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("ID7")
    void holdsOnEveryInstance() {
        Secret token = sessions(NOON).open(ada, BROWSER, Optional.empty()).token();

        Optional<Principal> found = sessions(NOON).find(token);

        assertThat(found).map(Principal::name).contains("ada@example.org");
    }

    @Test
    @Tag("ID6")
    void endsAfterItsLifetime() {
        Secret token = sessions(NOON).open(ada, BROWSER, Optional.empty()).token();

        for (int hour = 1; hour < 8; hour++) {
            assertThat(sessions(NOON.plus(Duration.ofHours(hour))).find(token)).isPresent();
        }
        assertThat(sessions(NOON.plus(Duration.ofHours(8)).minusSeconds(1)).find(token))
                .isPresent();
        assertThat(sessions(NOON.plus(Duration.ofHours(8))).find(token)).isEmpty();
    }

    @Test
    @Tag("K11")
    void endsWhenNothingWasDoneForALongTime() {
        Secret token = sessions(NOON).open(ada, BROWSER, Optional.empty()).token();
        Instant used = NOON.plus(Duration.ofMinutes(90));

        assertThat(sessions(used).find(token)).isPresent();
        assertThat(sessions(used.plus(Duration.ofHours(2)).minusSeconds(1)).find(token))
                .isPresent();
        assertThat(sessions(used.plus(Duration.ofHours(4))).find(token)).isEmpty();
        assertThat(sessions(used.plus(Duration.ofHours(4))).list(ada.id())).isEmpty();
    }

    @Test
    @Tag("K11")
    void writesItsLastUseDownOnceAMinute() {
        Secret token = sessions(NOON).open(ada, BROWSER, Optional.empty()).token();

        sessions(NOON.plusSeconds(59)).find(token);
        List<List<String>> before = database.rows("select last_seen_at = created_at from session");
        sessions(NOON.plusSeconds(61)).find(token);

        assertThat(before).containsExactly(List.of("t"));
        assertThat(database.rows("select last_seen_at - created_at from session"))
                .containsExactly(List.of("00:01:01"));
    }

    @Test
    @Tag("K09")
    void storesNothingThatOpensASession() {
        Secret token = sessions(NOON).open(ada, BROWSER, Optional.empty()).token();

        String stored = database.rows("select * from session").toString();

        assertThat(stored).doesNotContain(token.reveal(), Sessions.proof(token).reveal());
        assertThat(sessions(NOON).find(Secret.of(Sessions.id(token)))).isEmpty();
    }

    @Test
    void endsOneSessionOfItsOwner() {
        Sessions sessions = sessions(NOON);
        Secret kept = sessions.open(ada, BROWSER, Optional.empty()).token();
        Secret ended = sessions.open(ada, BROWSER, Optional.empty()).token();

        sessions.end(ada.id(), Sessions.id(ended));

        assertThat(sessions.find(ended)).isEmpty();
        assertThat(sessions.find(kept)).isPresent();
    }

    @Test
    @Tag("J03")
    void doesNotKnowTheSessionsOfOthers() {
        Sessions sessions = sessions(NOON);
        User bob = new Users(database.database(), at(NOON)).addLocal("bob@example.org", "Bob", "admin");
        Secret hers = sessions.open(ada, BROWSER, Optional.empty()).token();

        assertThatThrownBy(() -> sessions.end(bob.id(), Sessions.id(hers)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("not_found"));
        assertThat(sessions.find(hers)).isPresent();
    }

    @Test
    @Tag("K12")
    void endsWhatTheIdentityProviderSaysHasEnded() {
        Sessions sessions = sessions(NOON);
        Secret one = sessions.open(ada, BROWSER, Optional.of("one")).token();
        Secret two = sessions.open(ada, BROWSER, Optional.of("two")).token();

        int ended = sessions.endOf("https://idp", Optional.of("ada"), Optional.of("one"));
        int foreign = sessions.endOf("https://other", Optional.of("ada"), Optional.empty());

        assertThat(ended).isEqualTo(1);
        assertThat(foreign).isZero();
        assertThat(sessions.find(one)).isEmpty();
        assertThat(sessions.find(two)).isPresent();
    }

    @Test
    void letsALinkSignInOnceAndInTime() {
        SignInLinks links = new SignInLinks(database.database(), at(NOON));
        Secret replaced = links.issue(ada.id(), Duration.ofMinutes(30));
        Secret link = links.issue(ada.id(), Duration.ofMinutes(30));

        assertThat(links.use(replaced)).isEmpty();
        assertThat(links.use(link)).contains(ada.id());
        assertThat(links.use(link)).isEmpty();
    }

    @Test
    void refusesALinkThatCameTooLate() {
        Secret link = new SignInLinks(database.database(), at(NOON)).issue(ada.id(), Duration.ofMinutes(30));

        Optional<?> user = new SignInLinks(database.database(), at(NOON.plusSeconds(1800))).use(link);

        assertThat(user).isEmpty();
    }

    private Sessions sessions(Instant now) {
        return new Sessions(database.database(), () -> SessionLife.USUAL, at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
