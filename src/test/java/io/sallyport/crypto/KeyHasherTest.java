package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.lang.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ID31")
final class KeyHasherTest {

    private static final Secret KEY = Secret.of("sk-demo.my-secret");
    private static final String OLD = "an-old-pepper-of-some-length";
    private static final String NEW = "a-new-pepper-of-some-length";

    private final KeyHasher hasher = hasher(OLD);

    @Test
    void matchesTheKeyItHashed() {
        String hash = hasher.hash(KEY);

        assertThat(hasher.matches(KEY, Optional.of(hash))).isTrue();
    }

    @Test
    void refusesAnotherKey() {
        String hash = hasher.hash(KEY);

        assertThat(hasher.matches(Secret.of("sk-demo.my-secres"), Optional.of(hash)))
                .isFalse();
    }

    @Test
    void refusesAKeyNobodyStored() {
        assertThat(hasher.matches(KEY, Optional.empty())).isFalse();
    }

    @Test
    void hidesTheKeyInItsHash() {
        assertThat(hasher.hash(KEY)).doesNotContain("my-secret", "demo");
    }

    @Test
    void stillMatchesHashesOfAnOlderPepper() {
        String hash = hasher.hash(KEY);

        assertThat(hasher(NEW + " " + OLD).matches(KEY, Optional.of(hash))).isTrue();
    }

    @Test
    void hashesWithTheNewestPepper() {
        String hash = hasher(NEW + "\n" + OLD).hash(KEY);

        assertThat(hash).isEqualTo(hasher(NEW).hash(KEY));
    }

    @Test
    void refusesHashesWhosePepperIsGone() {
        String hash = hasher.hash(KEY);

        assertThat(hasher(NEW).matches(KEY, Optional.of(hash))).isFalse();
    }

    @Test
    void refusesAPepperThatCanBeGuessed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hasher("short"))
                .withMessageContaining("16")
                .withMessageNotContaining("short");
    }

    private static KeyHasher hasher(String peppers) {
        return new KeyHasher(Peppers.parse(Secret.of(peppers)));
    }
}
