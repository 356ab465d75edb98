package io.sallyport.identity.oidc;

import static io.sallyport.identity.oidc.OidcFixture.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.identity.oidc.SignInRefused.Reason;
import io.sallyport.lang.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("ID1")
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class OidcProviderTest {

    private final OidcFixture fixture = new OidcFixture();
    private final OidcProvider provider = fixture.provider();

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void learnsWhoSignedIn() {
        fixture.says(Map.of(
                "email", "ada@example.org",
                "email_verified", true,
                "name", "Ada Lovelace",
                "hd", "example.org",
                "groups", List.of("gasket-users", "engines"),
                "roles", "admin",
                "sid", "s-1"));

        OidcPerson person = signIn();

        assertThat(person.issuer()).isEqualTo(fixture.issuer().toString());
        assertThat(person.subject()).isEqualTo("ada");
        assertThat(person.email()).contains("ada@example.org");
        assertThat(person.emailVerified()).isTrue();
        assertThat(person.name()).isEqualTo("Ada Lovelace");
        assertThat(person.hostedDomain()).contains("example.org");
        assertThat(person.groups()).containsExactlyInAnyOrder("gasket-users", "engines");
        assertThat(person.roles()).containsExactly("admin");
        assertThat(person.session()).contains("s-1");
        assertThat(person.idToken().reveal()).startsWith("ey");
    }

    @Test
    @Tag("K01")
    @Tag("K03")
    void asksWithStateNonceAndChallenge() {
        StartedSignIn started = provider.start("/keys", CALLBACK);

        Map<String, String> asked = OidcFixture.query(started.authorization());
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "sallyport")
                .containsEntry("redirect_uri", CALLBACK.toString())
                .containsEntry("scope", "openid profile email")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("state", started.pending().state().reveal())
                .containsEntry("nonce", started.pending().nonce().reveal());
        assertThat(asked.get("code_challenge")).hasSize(43);
        assertThat(started.authorization().toString())
                .doesNotContain(started.pending().verifier().reveal());
        assertThat(started.pending().next()).isEqualTo("/keys");
    }

    @Test
    void neverUsesAValueTwice() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            PendingSignIn pending = provider.start("/", CALLBACK).pending();
            seen.addAll(List.of(
                    pending.state().reveal(),
                    pending.nonce().reveal(),
                    pending.verifier().reveal()));
        }

        assertThat(seen).hasSize(150);
    }

    @Test
    @Tag("K15")
    void forgetsAWishToLeaveForAnotherSite() {
        assertThat(provider.start("//evil.example", CALLBACK).pending().next()).isEqualTo("/");
    }

    @Test
    @Tag("ID8")
    void prefersTheConfiguredCallback() {
        URI configured = URI.create("https://other.example/callback");
        OidcSettings settings = OidcFixture.redirecting(fixture.settings(), configured);

        StartedSignIn started = fixture.provider(settings).start("/", CALLBACK);

        assertThat(OidcFixture.query(started.authorization())).containsEntry("redirect_uri", configured.toString());
    }

    @Test
    @Tag("K01")
    void refusesTheAnswerToAnotherSignIn() {
        StartedSignIn mine = provider.start("/", CALLBACK);
        StartedSignIn theirs = provider.start("/", CALLBACK);
        CallbackAnswer answer = fixture.visit(theirs.authorization());

        assertThat(reason(answer, mine.pending())).isEqualTo(Reason.STATE);
    }

    @Test
    @Tag("K01")
    void refusesAnAnswerWithoutState() {
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer answer = new CallbackAnswer(
                fixture.visit(started.authorization()).code(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(reason(answer, started.pending())).isEqualTo(Reason.STATE);
    }

    @Test
    @Tag("K03")
    void refusesACodeThatAnotherBrowserGot() {
        StartedSignIn mine = provider.start("/", CALLBACK);
        Optional<String> stolen =
                fixture.visit(provider.start("/", CALLBACK).authorization()).code();
        CallbackAnswer injected = new CallbackAnswer(
                stolen, Optional.of(mine.pending().state().reveal()), Optional.empty(), Optional.empty());

        assertThat(reason(injected, mine.pending())).isEqualTo(Reason.CODE);
    }

    @Test
    void refusesACodeThatWasUsed() {
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer answer = fixture.visit(started.authorization());
        provider.finish(answer, started.pending());

        assertThat(reason(answer, started.pending())).isEqualTo(Reason.CODE);
    }

    @Test
    void refusesASignInThatTookTooLong() {
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer answer = fixture.visit(started.authorization());

        fixture.clock.move(Duration.ofMinutes(11));

        assertThat(reason(answer, started.pending())).isEqualTo(Reason.EXPIRED);
    }

    @Test
    @Tag("DD-33")
    void refusesAnAnswerOfAnotherProvider() {
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer honest = fixture.visit(started.authorization());
        CallbackAnswer mixedUp = new CallbackAnswer(
                honest.code(), honest.state(), Optional.of("https://evil.example"), Optional.empty());
        CallbackAnswer named = new CallbackAnswer(
                honest.code(), honest.state(), Optional.of(fixture.issuer().toString()), Optional.empty());

        assertThat(reason(mixedUp, started.pending())).isEqualTo(Reason.ISSUER);
        assertThat(provider.finish(named, started.pending()).issuer())
                .isEqualTo(fixture.issuer().toString());
    }

    @Test
    void passesOnThatThePersonDeclined() {
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer answer = new CallbackAnswer(
                Optional.empty(),
                Optional.of(started.pending().state().reveal()),
                Optional.empty(),
                Optional.of("access_denied"));

        assertThat(reason(answer, started.pending())).isEqualTo(Reason.DECLINED);
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                Arguments.of("another nonce", Map.of("nonce", "n-of-yesterday")),
                Arguments.of("a foreign issuer", Map.of("iss", "https://evil.example")),
                Arguments.of("a foreign audience", Map.of("aud", "another-client")),
                Arguments.of("no subject", Map.of("sub", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    @Tag("K05")
    void refusesATokenWith(String what, Map<String, Object> claims) {
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer answer = fixture.says(claims).visit(started.authorization());

        assertThat(reason(answer, started.pending())).as(what).isEqualTo(Reason.TOKEN);
    }

    @Test
    @Tag("K05")
    void refusesATokenThatExpired() {
        StartedSignIn started = provider.start("/", CALLBACK);
        CallbackAnswer answer = fixture.says(Map.of(), -61).visit(started.authorization());

        assertThat(reason(answer, started.pending())).isEqualTo(Reason.TOKEN);
    }

    @Test
    @Tag("K07")
    void takesNoAddressThatTheProviderCallsUnproven() {
        fixture.says(Map.of("email", "victim@example.org", "email_verified", false));

        OidcPerson person = signIn();

        assertThat(person.email()).isEmpty();
    }

    @Test
    @Tag("ID8")
    void takesEntitlementsWhereThereAreNoGroups() {
        fixture.says(Map.of("entitlements", List.of("engines"), "email", "a@example.org"));

        assertThat(signIn().groups()).containsExactly("engines");
    }

    @Test
    @Tag("ID8")
    void prefersGroupsToEntitlements() {
        fixture.says(Map.of("groups", List.of(), "entitlements", List.of("engines"), "email", "a@example.org"));

        assertThat(signIn().groups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm_access.roles", "https://example.org/roles"})
    void readsTheConfiguredClaim(String claim) {
        fixture.says(Map.of(
                "realm_access", Map.of("roles", List.of("engines")),
                "https://example.org/roles", List.of("engines"),
                "groups", List.of("not-these")));

        OidcPerson person = signIn(fixture.provider(OidcFixture.claiming(fixture.settings(), claim)));

        assertThat(person.groups()).containsExactly("engines");
        assertThat(person.roles()).containsExactly("engines");
    }

    @Test
    void dropsGroupsThatAreNoWords() {
        fixture.says(Map.of("groups", List.of("engines", 7, "a\u0000b", " ", "x".repeat(300))));

        assertThat(signIn().groups()).containsExactly("engines");
    }

    @Test
    @Tag("ID5")
    void leadsToTheProvidersLogout() {
        URI logout = provider.logout(Optional.of(Secret.of("id.to.ken")), URI.create("https://gate.example/"))
                .orElseThrow();

        assertThat(logout.getPath()).isEqualTo("/main/endsession");
        assertThat(OidcFixture.query(logout))
                .containsEntry("id_token_hint", "id.to.ken")
                .containsEntry("client_id", "sallyport")
                .containsEntry("post_logout_redirect_uri", "https://gate.example/");
    }

    @Test
    @Tag("ID5")
    void prefersTheConfiguredLogout() {
        URI configured = URI.create("https://intranet.example/bye");

        OidcProvider other = fixture.provider(OidcFixture.leavingTo(fixture.settings(), configured));

        assertThat(other.logout(Optional.empty(), URI.create("https://gate.example/")))
                .contains(configured);
    }

    @Test
    void obeysALogoutTokenOnce() {
        Set<String> noted = new HashSet<>();
        SeenTokens seen = (issuer, id, _) -> noted.add(issuer + id);
        Secret token = fixture.token(Map.of(
                "aud", "sallyport",
                "jti", "j-1",
                "sid", "s-1",
                "events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())));

        LogoutOrder order = provider.logoutOrder(token, seen);

        assertThat(order).isEqualTo(new LogoutOrder(fixture.issuer().toString(), order.subject(), Optional.of("s-1")));
        assertThat(catchThrowableOfType(SignInRefused.class, () -> provider.logoutOrder(token, seen))
                        .reason())
                .isEqualTo(Reason.TOKEN);
    }

    @Test
    void takesAnIdTokenForNoLogout() {
        fixture.says(Map.of("jti", "j-2", "sid", "s-1"));
        Secret idToken = signIn().idToken();

        assertThat(catchThrowableOfType(SignInRefused.class, () -> provider.logoutOrder(idToken, (_, _, _) -> true))
                        .reason())
                .isEqualTo(Reason.TOKEN);
    }

    private OidcPerson signIn() {
        return signIn(provider);
    }

    private OidcPerson signIn(OidcProvider with) {
        StartedSignIn started = with.start("/", CALLBACK);
        return with.finish(fixture.visit(started.authorization()), started.pending());
    }

    private Reason reason(CallbackAnswer answer, PendingSignIn pending) {
        return catchThrowableOfType(SignInRefused.class, () -> provider.finish(answer, pending))
                .reason();
    }
}
