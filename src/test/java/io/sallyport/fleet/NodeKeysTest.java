package io.sallyport.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Peppers;
import io.sallyport.crypto.SigningKey;
import io.sallyport.fleet.NodeKey.Kind;
import io.sallyport.fleet.NodeKey.Rights;
import io.sallyport.fleet.NodeKeys.Draft;
import io.sallyport.fleet.NodeKeys.Issued;
import io.sallyport.fleet.NodeKeys.Strangers;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NodeKeysTest {
    private static final KeyHasher HASHER = new KeyHasher(Peppers.parse(Secret.of("a-pepper-that-only-tests-use")));
    private static final Rights NARROW = new Rights(List.of("qwen*"), List.of("ours"), Map.of("trust_tier", "core"));

    private static final String PATH = "/v1/nodes/heartbeat";
    private static final Bytes BODY = Bytes.of("{\"host_id\":\"gpu\"}");

    private final TestDatabase database = TestDatabase.migrated();
    private final HandClock clock = HandClock.at("2026-11-21T12:00:00Z");
    private final NodeKeys keys = new NodeKeys(database.database(), HASHER, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("R01")
    void exchangesATokenOnceForAKeyOfOneHost() {
        Issued token = keys.token(draft(Optional.empty()));

        Issued key = keys.enrol(token.text(), "gpu", Optional.empty());

        assertThat(keys.identify(showing(key.text())))
                .isEqualTo(new NodeProof(key.key().id(), Optional.of("gpu"), NARROW, Optional.empty()));
        assertThat(refusal(() -> keys.enrol(token.text(), "gpu", Optional.empty())))
                .isEqualTo("invalid_node_key");
        assertThat(keys.all()).extracting(NodeKey::kind).containsExactlyInAnyOrder(Kind.KEY, Kind.TOKEN);
    }

    @Test
    @Tag("R01")
    void refusesATokenThatIsOldOrOfAnotherHostOrNone() {
        Issued bound = keys.token(draft(Optional.of("gpu")));
        Issued old = keys.token(draft(Optional.empty()));
        Issued revoked = keys.token(draft(Optional.empty()));
        keys.revoke(revoked.key().id());

        assertThat(refusal(() -> keys.enrol(bound.text(), "mac", Optional.empty())))
                .isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.enrol(revoked.text(), "mac", Optional.empty())))
                .isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.enrol(Secret.of("et-nothing.at-all"), "mac", Optional.empty())))
                .isEqualTo("invalid_node_key");
        clock.move(NodeKeys.TOKEN_LIFE.plus(Duration.ofSeconds(1)));
        assertThat(refusal(() -> keys.enrol(old.text(), "mac", Optional.empty())))
                .isEqualTo("invalid_node_key");
    }

    @Test
    @Tag("R01")
    void takesNoTokenForAKey() {
        Issued token = keys.token(draft(Optional.empty()));

        assertThat(refusal(() -> keys.identify(showing(token.text())))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.identify(message(Optional.empty())))).isEqualTo("missing_node_key");
    }

    @Test
    @Tag("RO24")
    @Tag("ID32")
    void knowsTheKeysOfTheConfigurationAndLetsEverybodyInOnlyWhereThatIsSaid() {
        keys.configure(List.of(Secret.of("the-shared-one")), Strangers.REFUSED);

        assertThat(keys.identify(showing(Secret.of("the-shared-one")))).isEqualTo(NodeProof.STATIC);
        assertThat(refusal(() -> keys.identify(showing(Secret.of("another"))))).isEqualTo("invalid_node_key");
        keys.configure(List.of(), Strangers.WELCOME);
        assertThat(keys.identify(message(Optional.empty()))).isEqualTo(NodeProof.ANYONE);
        assertThat(refusal(() -> keys.identify(showing(Secret.of("the-shared-one")))))
                .isEqualTo("invalid_node_key");
    }

    @Test
    @Tag("R07")
    void refusesARevokedKeyOnEveryInstance() {
        Issued key = keys.enrol(keys.token(draft(Optional.empty())).text(), "gpu", Optional.empty());
        NodeKeys there = new NodeKeys(database.database(), HASHER, clock);
        there.reload();
        NodeProof before = there.identify(showing(key.text()));

        keys.revoke(key.key().id());
        there.reload();

        assertThat(before.owner()).isEqualTo(key.key().id());
        assertThat(refusal(() -> keys.identify(showing(key.text())))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> there.identify(showing(key.text())))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.revoke(key.key().id()))).isEqualTo("node_key_not_found");
    }

    @Test
    void keepsNothingThatOpensADoor() {
        Issued token = keys.token(draft(Optional.empty()));
        Issued key = keys.enrol(token.text(), "gpu", Optional.empty());

        String kept = database.rows("select k::text from node_key k").toString();

        assertThat(kept).doesNotContain(secretOf(token.text()), secretOf(key.text()));
        assertThat(key.key().preview()).startsWith("nk-").endsWith(".****");
    }

    @Test
    @Tag("R01")
    @Tag("R05")
    void believesANodeWithAKeyPairOnlyWhatItSignedNow() {
        SigningKey.Pair pair = SigningKey.generate();
        Secret key = keys.enrol(keys.token(draft(Optional.empty())).text(), "gpu", Optional.of(pair.publicText()))
                .text();

        assertThat(keys.identify(signed(key, pair.key(), clock.instant())).signedAt())
                .contains(clock.instant());
        assertThat(refusal(() -> keys.identify(showing(key)))).isEqualTo("invalid_node_signature");
        assertThat(refusal(() -> keys.identify(signed(key, SigningKey.generate().key(), clock.instant()))))
                .isEqualTo("invalid_node_signature");
        NodeMessage other = signed(key, pair.key(), clock.instant());
        assertThat(refusal(() -> keys.identify(
                        new NodeMessage(other.key(), other.path(), Bytes.of("{}"), other.sentAt(), other.signature()))))
                .isEqualTo("invalid_node_signature");
        assertThat(refusal(() -> keys.identify(new NodeMessage(
                        other.key(), "/v1/nodes/register", other.body(), other.sentAt(), other.signature()))))
                .isEqualTo("invalid_node_signature");
        Duration tooFar = NodeKeys.CLOCK_TOLERANCE.plusMillis(1);
        assertThat(refusal(() ->
                        keys.identify(signed(key, pair.key(), clock.instant().minus(tooFar)))))
                .isEqualTo("node_clock_off");
        assertThat(refusal(() ->
                        keys.identify(signed(key, pair.key(), clock.instant().plus(tooFar)))))
                .isEqualTo("node_clock_off");
        assertThat(keys.all()).extracting(NodeKey::signs).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void refusesWhatIsNoPublicKeyAndLeavesTheTokenUnused() {
        Issued token = keys.token(draft(Optional.empty()));

        assertThat(refusal(() -> keys.enrol(token.text(), "gpu", Optional.of("bm8ga2V5"))))
                .isEqualTo("invalid_value");
        assertThat(keys.enrol(token.text(), "gpu", Optional.empty()).key().signs())
                .isFalse();
    }

    private static NodeMessage showing(Secret key) {
        return message(Optional.of(key));
    }

    private static NodeMessage message(Optional<Secret> key) {
        return new NodeMessage(key, PATH, BODY, Optional.empty(), Optional.empty());
    }

    private static NodeMessage signed(Secret key, SigningKey signing, Instant at) {
        String sentAt = Long.toString(at.toEpochMilli());
        String signature = signing.sign(NodeMessage.signed(PATH, sentAt, BODY));
        return new NodeMessage(Optional.of(key), PATH, BODY, Optional.of(sentAt), Optional.of(signature));
    }

    private static String secretOf(Secret text) {
        return text.reveal().substring(text.reveal().indexOf('.') + 1);
    }

    private static Draft draft(Optional<String> host) {
        return new Draft("the cellar", host, NARROW, "operator");
    }

    private static String refusal(Runnable work) {
        return catchThrowableOfType(RefusedException.class, work::run).refusal().code();
    }
}
