package io.sallyport.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.KeyFormat;
import io.sallyport.identity.Caller;
import io.sallyport.identity.Caller.Kind;
import io.sallyport.key.ApiKey.Status;
import io.sallyport.key.KeySettings.Scopes;
import io.sallyport.key.KeySettings.StaticKey;
import io.sallyport.key.KeySettings.Strangers;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class KeyAuthenticatorTest {
    private static final String ADDRESS = "192.0.2.7";

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Secret STATIC = Secret.of("shared-secret-of-the-team");

    private final FakeKeys keys = new FakeKeys();
    private final List<KeyId> used = Collections.synchronizedList(new ArrayList<>());
    private final HandClock clock = HandClock.at(NOON);
    private final KeyAuthenticator authenticator = authenticator(settings(Strangers.REFUSED));

    @Test
    @Tag("ID27")
    void knowsAnIssuedKey() {
        Secret text = keys.add(Status.ACTIVE);

        Caller caller = authenticator.identify(credential(text), ADDRESS);

        assertThat(caller.kind()).isEqualTo(Kind.NAMED);
        assertThat(caller.key()).contains(new KeyId("key-1"));
        assertThat(used).containsExactly(new KeyId("key-1"));
    }

    @Test
    void answersFromMemoryOnceItKnowsAKey() {
        Secret text = keys.add(Status.ACTIVE);
        boolean before = authenticator.cached(credential(text), ADDRESS).isPresent();
        authenticator.identify(credential(text), ADDRESS);

        boolean after = authenticator.cached(credential(text), ADDRESS).isPresent();

        assertThat(before).isFalse();
        assertThat(after).isTrue();
        assertThat(keys.questions).isEqualTo(1);
    }

    @Test
    @Tag("ID50")
    void asksAgainWhenAKeyHasChanged() {
        Secret text = keys.add(Status.ACTIVE);
        authenticator.identify(credential(text), ADDRESS);
        keys.set(Status.REVOKED);

        authenticator.forget();

        assertThat(authenticator.cached(credential(text), ADDRESS)).isEmpty();
        assertThat(refusal(text)).isEqualTo("key_revoked");
    }

    @Test
    @Tag("ID50")
    void forgetsAnAnswerWhoseLookUpBeganBeforeTheChange() {
        Secret text = keys.add(Status.ACTIVE);
        keys.duringLookUp = authenticator::forget;

        authenticator.identify(credential(text), ADDRESS);

        assertThat(authenticator.cached(credential(text), ADDRESS)).isEmpty();
    }

    @Test
    @Tag("ID51")
    void namesTheStateOfAKeyWhoseSecretMatched() {
        Secret text = keys.add(Status.DISABLED);

        assertThat(refusal(text)).isEqualTo("key_disabled");
    }

    @Test
    @Tag("ID51")
    void tellsNothingOfAKeyWhoseSecretDidNotMatch() {
        keys.add(Status.DISABLED);

        assertThat(refusal(Secret.of("sk-demo.wrong"))).isEqualTo("invalid_api_key");
    }

    @Test
    void refusesAKeyThatExpiredWhileItWasRemembered() {
        Secret text = keys.add(Status.ACTIVE);
        authenticator.identify(credential(text), ADDRESS);

        clock.move(Duration.ofSeconds(60));

        assertThat(refusal(text)).isEqualTo("key_expired");
    }

    @Test
    @Tag("P09")
    void refusesAKeyFromElsewhereAlsoWhileItIsRemembered() {
        Secret text = keys.add(Status.ACTIVE);
        keys.from = new AllowedAddresses(List.of("192.0.2.0/24", "2001:db8::/32"));

        Caller here = authenticator.identify(credential(text), ADDRESS);
        String elsewhere = refusal(() -> authenticator.cached(credential(text), "198.51.100.7"));

        assertThat(here.key()).contains(new KeyId("key-1"));
        assertThat(elsewhere).isEqualTo("address_not_allowed");
        assertThat(authenticator.cached(credential(text), "2001:db8:0:0:0:0:0:7"))
                .isPresent();
        assertThat(used).hasSize(2);
        assertThat(keys.questions).isEqualTo(1);
    }

    @Test
    @Tag("ID19")
    void refusesAKeyOfASuspendedTenant() {
        Secret text = keys.add(Status.ACTIVE);
        keys.tenantActive = false;

        assertThat(refusal(text)).isEqualTo("account_disabled");
    }

    @Test
    @Tag("I05")
    void asksNobodyAboutAKeyWithABadChecksum() {
        String text = KeyFormat.generate(new SecureRandom()).text().reveal();

        String code = refusal(Secret.of(text.substring(0, text.length() - 1) + "-"));

        assertThat(code).isEqualTo("invalid_api_key");
        assertThat(keys.questions).isZero();
    }

    @Test
    @Tag("H03")
    void remembersThatAKeyIsUnknown() {
        Secret unknown = KeyFormat.generate(new SecureRandom()).text();
        refusal(unknown);

        refusal(unknown);

        assertThat(keys.questions).isEqualTo(1);
    }

    @Test
    @Tag("H03")
    void asksOnceForManyCallsWithOneKey() throws InterruptedException {
        Secret text = keys.add(Status.ACTIVE);
        CountDownLatch allStarted = new CountDownLatch(8);
        keys.duringLookUp = () -> await(allStarted);

        List<Thread> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(Thread.startVirtualThread(() -> {
                allStarted.countDown();
                authenticator.identify(credential(text), ADDRESS);
            }));
        }
        for (Thread call : calls) {
            call.join();
        }

        assertThat(keys.questions).isEqualTo(1);
    }

    @Test
    @Tag("ID32")
    void knowsAStaticKeyWithoutAskingAnybody() {
        Optional<Caller> caller = authenticator.cached(credential(STATIC), ADDRESS);

        assertThat(caller).map(Caller::name).contains("static:1");
        assertThat(caller).map(Caller::admin).contains(false);
    }

    @Test
    @Tag("ID38")
    void restrictsNoStaticKey() {
        Caller caller = authenticator.identify(credential(STATIC), ADDRESS);

        assertThat(caller.models().isUnrestricted()).isTrue();
        assertThat(caller.operations().isUnrestricted()).isTrue();
    }

    @Test
    void knowsAnAdminKey() {
        assertThat(authenticator.cached(Credential.of("operators-only"), ADDRESS))
                .map(Caller::admin)
                .contains(true);
    }

    @Test
    @Tag("ID51")
    void refusesACallWithoutKey() {
        assertThat(refusal(authenticator, Credential.NONE)).isEqualTo("missing_api_key");
    }

    @Test
    @Tag("C21")
    void letsAnybodyCallWhereThatIsAllowed() {
        KeyAuthenticator open = authenticator(settings(Strangers.ANONYMOUS));

        assertThat(open.identify(Credential.NONE, ADDRESS).kind()).isEqualTo(Kind.ANONYMOUS);
        assertThat(open.identify(Credential.of("whatever"), ADDRESS).kind()).isEqualTo(Kind.ANONYMOUS);
    }

    @Test
    @Tag("C4")
    void passesAForeignCredentialOnWhereThatIsConfigured() {
        KeyAuthenticator passing = authenticator(new KeySettings(
                List.of(), List.of(), List.of(), true, Strangers.PASSED_ON, "X", new Scopes(true, true, true)));

        assertThat(passing.identify(Credential.of("sk-proj-abc"), ADDRESS).kind())
                .isEqualTo(Kind.PASSTHROUGH);
        assertThat(refusal(passing, Credential.NONE)).isEqualTo("missing_api_key");
    }

    @Test
    @Tag("ID35")
    void enforcesAllowListsOnlyWhenToldTo() {
        Secret text = keys.add(Status.ACTIVE);
        KeyAuthenticator lax = authenticator(new KeySettings(
                List.of(), List.of(), List.of(), true, Strangers.REFUSED, "X", new Scopes(false, true, true)));

        Caller caller = lax.identify(credential(text), ADDRESS);

        assertThat(caller.models().allows("anything")).isTrue();
        assertThat(caller.operations().allows("embedding")).isFalse();
    }

    @Test
    @Tag("C27")
    void readsAnEmptyListAsTheSettingsSay() {
        assertThat(new Scopes(true, true, true).list(Optional.of(List.of())).allows("gpt"))
                .isFalse();
        assertThat(new Scopes(true, true, false).list(Optional.of(List.of())).allows("gpt"))
                .isTrue();
        assertThat(new Scopes(true, true, true).list(Optional.empty()).allows("gpt"))
                .isTrue();
    }

    @Test
    @Tag("ID30")
    void knowsNoIssuedKeyWhereTheyAreSwitchedOff() {
        Secret text = keys.add(Status.ACTIVE);
        authenticator.reload(new KeySettings(
                List.of(), List.of(), List.of(), false, Strangers.REFUSED, "X", new Scopes(true, true, true)));

        assertThat(refusal(text)).isEqualTo("invalid_api_key");
    }

    @Test
    @Tag("LI30")
    @Tag("H03")
    void looksUpNoMoreMadeUpKeysOfAnAddressThatTriesTooMany() {
        Secret known = keys.add(Status.ACTIVE);
        authenticator.identify(credential(known), ADDRESS);
        for (int i = 0; i < KeyGuesses.MOST; i++) {
            refusal(madeUp(i));
        }
        int asked = keys.questions;

        String more = refusal(madeUp(KeyGuesses.MOST));
        authenticator.forget();
        Caller neighbour = authenticator.identify(credential(known), ADDRESS);

        assertThat(more).isEqualTo("too_many_wrong_keys");
        assertThat(keys.questions).isEqualTo(asked + 1);
        assertThat(neighbour.key()).contains(new KeyId("key-1"));
    }

    @Test
    @Tag("LI30")
    void looksKeysOfSuchAnAddressUpAgainAMinuteLater() {
        for (int i = 0; i < KeyGuesses.MOST; i++) {
            refusal(madeUp(i));
        }

        clock.move(Duration.ofSeconds(61));

        assertThat(refusal(madeUp(KeyGuesses.MOST))).isEqualTo("invalid_api_key");
    }

    private static Secret madeUp(int number) {
        return Secret.of("sk-made-up-" + number + ".secret");
    }

    private String refusal(Secret text) {
        return refusal(authenticator, credential(text));
    }

    private static String refusal(KeyAuthenticator authenticator, Credential credential) {
        return refusal(() -> authenticator.identify(credential, ADDRESS));
    }

    private static String refusal(ThrowingCallable call) {
        return catchThrowableOfType(RefusedException.class, call).refusal().code();
    }

    private static Credential credential(Secret text) {
        return Credential.of(text.reveal());
    }

    private KeyAuthenticator authenticator(KeySettings settings) {
        return new KeyAuthenticator(settings, keys, FakeKeys.HASHER, (key, when) -> used.add(key), clock);
    }

    private static KeySettings settings(Strangers strangers) {
        return new KeySettings(
                List.of(new StaticKey("", STATIC)),
                List.of(new StaticKey("", Secret.of("operators-only"))),
                List.of(),
                true,
                strangers,
                "X",
                new Scopes(true, true, true));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
