package io.sallyport.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Peppers;
import io.sallyport.dialect.LossPolicy;
import io.sallyport.key.ApiKey.Status;
import io.sallyport.key.ApiKeys.Issued;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.tenant.Home;
import io.sallyport.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final KeyHasher HASHER = new KeyHasher(Peppers.parse(Secret.of("a-pepper-that-only-tests-use")));

    private TestDatabase database;
    private ApiKeys keys;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        keys = new ApiKeys(database.database(), HASHER, CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("ID29")
    void keepsWhatWasSaidAboutAKey() {
        Issued issued = keys.issue(wanted(Optional.of(List.of("openai/*")), Optional.of(NOON.plusSeconds(60))));

        ApiKey kept = keys.find(issued.key().id()).orElseThrow();

        assertThat(kept).isEqualTo(issued.key());
        assertThat(kept.allowedModels()).contains(List.of("openai/*"));
        assertThat(kept.allowedOperations()).contains(List.of("chat", "embedding", "batch"));
        assertThat(kept.status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    @Tag("C27")
    void tellsAnEmptyListFromAMissingOne() {
        Issued none = keys.issue(wanted(Optional.of(List.of()), Optional.empty()));
        Issued any = keys.issue(NewKey.named("any"));

        assertThat(keys.find(none.key().id())).map(ApiKey::allowedModels).contains(Optional.of(List.of()));
        assertThat(keys.find(any.key().id())).map(ApiKey::allowedModels).contains(Optional.empty());
    }

    @Test
    @Tag("I13")
    void storesNeitherTheTextNorItsSecretPart() {
        Issued issued = keys.issue(NewKey.named("any"));
        String secret = issued.text().reveal().substring(16);

        String proof = keys.proof(issued.key().prefix()).orElseThrow().secretHash();

        assertThat(proof).doesNotContain(secret);
        assertThat(HASHER.matches(issued.text(), Optional.of(proof))).isTrue();
    }

    @Test
    @Tag("ID24")
    void adoptsAKeyOnceAndLeavesItAloneAfterwards() {
        Optional<ApiKey> first = keys.adopt(Secret.of("sk-demo.my-secret"), NewKey.named("demo"));

        Optional<ApiKey> second = keys.adopt(Secret.of("sk-demo.another"), NewKey.named("changed"));

        assertThat(first).map(ApiKey::displayName).contains("demo");
        assertThat(second).isEmpty();
        assertThat(keys.list(KeyFilter.ALL, Optional.empty(), 10).keys())
                .extracting(ApiKey::displayName)
                .containsExactly("demo");
    }

    @Test
    void knowsItsOwnKeysInAnyState() {
        Issued issued = keys.issue(NewKey.named("any").asAdmin());
        keys.revoke(issued.key().id(), "operator");

        assertThat(issued.key().admin()).isTrue();
        assertThat(keys.isKnown(issued.text())).isTrue();
        assertThat(keys.isKnown(Secret.of("sk-demo.my-secret"))).isFalse();
        assertThat(keys.isKnown(Secret.of("not a key"))).isFalse();
    }

    @Test
    void listsPageAfterPageWithoutGapOrRepetition() {
        List<KeyId> issued = IntStream.range(0, 5)
                .mapToObj(i -> keys.issue(NewKey.named("key " + i)).key().id())
                .toList();

        List<KeyId> listed = new ArrayList<>();
        Optional<KeyId> after = Optional.empty();
        do {
            ApiKeys.Page page = keys.list(KeyFilter.ALL, after, 2);
            page.keys().forEach(key -> listed.add(key.id()));
            after = page.next();
        } while (after.isPresent());

        assertThat(listed).containsExactlyInAnyOrderElementsOf(issued);
    }

    @Test
    void listsKeysOfOneStatusOrPrincipal() {
        Issued active = keys.issue(wanted(Optional.empty(), Optional.empty()));
        Issued revoked = keys.issue(NewKey.named("any"));
        keys.revoke(revoked.key().id(), "operator");

        List<ApiKey> byStatus = keys.list(
                        new KeyFilter(Optional.of(Status.REVOKED), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        10)
                .keys();
        List<ApiKey> byPrincipal = keys.list(
                        new KeyFilter(Optional.empty(), Optional.of("build-server"), Optional.empty()),
                        Optional.empty(),
                        10)
                .keys();

        assertThat(byStatus)
                .extracting(ApiKey::id)
                .containsExactly(revoked.key().id());
        assertThat(byPrincipal)
                .extracting(ApiKey::id)
                .containsExactly(active.key().id());
    }

    @Test
    @Tag("C42")
    void disablesAndEnables() {
        KeyId id = keys.issue(NewKey.named("any")).key().id();

        Status disabled = keys.disable(id).status();
        Status enabled = keys.enable(id).status();

        assertThat(disabled).isEqualTo(Status.DISABLED);
        assertThat(enabled).isEqualTo(Status.ACTIVE);
    }

    @Test
    @Tag("C42")
    void remembersWhoRevokedAKeyUntilItIsRestored() {
        KeyId id = keys.issue(NewKey.named("any")).key().id();

        ApiKey revoked = keys.revoke(id, "operator");
        ApiKey restored = keys.restore(id);

        assertThat(revoked.revokedBy()).contains("operator");
        assertThat(revoked.revokedAt()).contains(NOON);
        assertThat(restored.status()).isEqualTo(Status.ACTIVE);
        assertThat(restored.revokedBy()).isEmpty();
    }

    @Test
    @Tag("C42")
    void restoresNoKeyThatHasExpired() {
        KeyId id = keys.issue(wanted(Optional.empty(), Optional.of(NOON.plusSeconds(60))))
                .key()
                .id();
        keys.revoke(id, "operator");
        ApiKeys later = new ApiKeys(database.database(), HASHER, Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC));

        assertThat(code(() -> later.restore(id))).isEqualTo("conflict");
    }

    @Test
    @Tag("C42")
    void enablesNoRevokedKey() {
        KeyId id = keys.issue(NewKey.named("any")).key().id();
        keys.revoke(id, "operator");

        assertThat(code(() -> keys.enable(id))).isEqualTo("conflict");
    }

    @Test
    void repeatsAChangeWithoutHarm() {
        KeyId id = keys.issue(NewKey.named("any")).key().id();
        ApiKey first = keys.disable(id);

        ApiKey second = keys.disable(id);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void knowsNoKeyByAnUnknownId() {
        assertThat(code(() -> keys.disable(new KeyId("nobody")))).isEqualTo("not_found");
    }

    @Test
    void issuesNoKeyThatWouldBeExpired() {
        assertThat(code(() -> keys.issue(wanted(Optional.empty(), Optional.of(NOON)))))
                .isEqualTo("invalid_value");
    }

    @Test
    @Tag("I15")
    void givesNoMoreThanTheGrantorHas() {
        ApiKey grantor = keys.issue(wanted(Optional.of(List.of("openai/*")), Optional.of(NOON.plusSeconds(60))))
                .key();

        Issued within =
                keys.issue(wanted(Optional.of(List.of("openai/gpt-*")), Optional.of(NOON.plusSeconds(60))), grantor);

        assertThat(within.key().allowedModels()).contains(List.of("openai/gpt-*"));
        assertThat(code(() ->
                        keys.issue(wanted(Optional.of(List.of("*")), Optional.of(NOON.plusSeconds(60))), grantor)))
                .isEqualTo("scope_exceeds_grantor");
        assertThat(code(() -> keys.issue(wanted(Optional.of(List.of("openai/*")), Optional.empty()), grantor)))
                .isEqualTo("scope_exceeds_grantor");
    }

    @Test
    @Tag("ID55")
    void refusesAnOperationThatDoesNotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NewKey(
                        "any",
                        "",
                        "",
                        Optional.empty(),
                        Optional.of(List.of("telepathy")),
                        AllowedAddresses.ANYWHERE,
                        false,
                        LossPolicy.WARN,
                        Optional.empty(),
                        "",
                        "admin",
                        Home.DEFAULT))
                .withMessageContaining("allowed_operations");
    }

    @Test
    @Tag("ID19")
    void knowsWhetherTheTenantMayCall() {
        KeyId id = keys.issue(NewKey.named("any")).key().id();
        boolean before = keys.standing(id).orElseThrow().mayCall();

        database.execute("update tenant set status = 'suspended'");

        assertThat(before).isTrue();
        assertThat(keys.standing(id).orElseThrow().mayCall()).isFalse();
    }

    @Test
    void writesDownWhenKeysWereUsed() {
        KeyId id = keys.issue(NewKey.named("any")).key().id();

        try (LastUse use = LastUse.open(database.database())) {
            use.used(id, NOON.plusSeconds(5));
            use.used(id, NOON.plusSeconds(6));
        }

        assertThat(keys.find(id).orElseThrow().lastUsedAt()).contains(NOON.plusSeconds(5));
    }

    private static String code(ThrowingCallable call) {
        return catchThrowableOfType(RefusedException.class, call).refusal().code();
    }

    private static NewKey wanted(Optional<List<String>> models, Optional<Instant> expiresAt) {
        return new NewKey(
                "build server",
                "service",
                "build-server",
                models,
                Optional.of(List.of("chat", "embeddings", "batches")),
                AllowedAddresses.ANYWHERE,
                false,
                LossPolicy.WARN,
                expiresAt,
                "for the nightly run",
                "admin",
                Home.DEFAULT);
    }
}
