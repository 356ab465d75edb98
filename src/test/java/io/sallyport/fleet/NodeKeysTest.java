package io.sallyport.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.crypto.KeyHasher;
import io.sallyport.crypto.Peppers;
import io.sallyport.fleet.NodeKey.Kind;
import io.sallyport.fleet.NodeKey.Rights;
import io.sallyport.fleet.NodeKeys.Draft;
import io.sallyport.fleet.NodeKeys.Issued;
import io.sallyport.fleet.NodeKeys.Strangers;
import io.sallyport.lang.RefusedException;
import io.sallyport.lang.Secret;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NodeKeysTest {
    private static final KeyHasher HASHER = new KeyHasher(Peppers.parse(Secret.of("a-pepper-that-only-tests-use")));
    private static final Rights NARROW = new Rights(List.of("qwen*"), List.of("ours"), Map.of("trust_tier", "core"));

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

        Issued key = keys.enrol(token.text(), "gpu");

        assertThat(keys.identify(Optional.of(key.text())))
                .isEqualTo(new NodeProof(key.key().id(), Optional.of("gpu"), NARROW));
        assertThat(refusal(() -> keys.enrol(token.text(), "gpu"))).isEqualTo("invalid_node_key");
        assertThat(keys.all()).extracting(NodeKey::kind).containsExactlyInAnyOrder(Kind.KEY, Kind.TOKEN);
    }

    @Test
    @Tag("R01")
    void refusesATokenThatIsOldOrOfAnotherHostOrNone() {
        Issued bound = keys.token(draft(Optional.of("gpu")));
        Issued old = keys.token(draft(Optional.empty()));
        Issued revoked = keys.token(draft(Optional.empty()));
        keys.revoke(revoked.key().id());

        assertThat(refusal(() -> keys.enrol(bound.text(), "mac"))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.enrol(revoked.text(), "mac"))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.enrol(Secret.of("et-nothing.at-all"), "mac")))
                .isEqualTo("invalid_node_key");
        clock.move(NodeKeys.TOKEN_LIFE.plus(Duration.ofSeconds(1)));
        assertThat(refusal(() -> keys.enrol(old.text(), "mac"))).isEqualTo("invalid_node_key");
    }

    @Test
    @Tag("R01")
    void takesNoTokenForAKey() {
        Issued token = keys.token(draft(Optional.empty()));

        assertThat(refusal(() -> keys.identify(Optional.of(token.text())))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.identify(Optional.empty()))).isEqualTo("missing_node_key");
    }

    @Test
    @Tag("RO24")
    @Tag("ID32")
    void knowsTheKeysOfTheConfigurationAndLetsEverybodyInOnlyWhereThatIsSaid() {
        keys.configure(List.of(Secret.of("the-shared-one")), Strangers.REFUSED);

        assertThat(keys.identify(Optional.of(Secret.of("the-shared-one")))).isEqualTo(NodeProof.STATIC);
        assertThat(refusal(() -> keys.identify(Optional.of(Secret.of("another")))))
                .isEqualTo("invalid_node_key");
        keys.configure(List.of(), Strangers.WELCOME);
        assertThat(keys.identify(Optional.empty())).isEqualTo(NodeProof.ANYONE);
        assertThat(refusal(() -> keys.identify(Optional.of(Secret.of("the-shared-one")))))
                .isEqualTo("invalid_node_key");
    }

    @Test
    @Tag("R07")
    void refusesARevokedKeyOnEveryInstance() {
        Issued key = keys.enrol(keys.token(draft(Optional.empty())).text(), "gpu");
        NodeKeys there = new NodeKeys(database.database(), HASHER, clock);
        there.reload();
        NodeProof before = there.identify(Optional.of(key.text()));

        keys.revoke(key.key().id());
        there.reload();

        assertThat(before.owner()).isEqualTo(key.key().id());
        assertThat(refusal(() -> keys.identify(Optional.of(key.text())))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> there.identify(Optional.of(key.text())))).isEqualTo("invalid_node_key");
        assertThat(refusal(() -> keys.revoke(key.key().id()))).isEqualTo("node_key_not_found");
    }

    @Test
    void keepsNothingThatOpensADoor() {
        Issued token = keys.token(draft(Optional.empty()));
        Issued key = keys.enrol(token.text(), "gpu");

        String kept = database.rows("select k::text from node_key k").toString();

        assertThat(kept).doesNotContain(secretOf(token.text()), secretOf(key.text()));
        assertThat(key.key().preview()).startsWith("nk-").endsWith(".****");
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
