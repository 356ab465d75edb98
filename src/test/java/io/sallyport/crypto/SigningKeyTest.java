package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.crypto.SigningKey.Pair;
import io.sallyport.lang.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
    private static final byte[] SAID = "the cellar is well".getBytes(StandardCharsets.UTF_8);

    @Test
    void signsWhatItsPublicHalfRecognizes() {
        Pair pair = SigningKey.generate();
        VerifyingKey known = VerifyingKey.read(pair.publicText()).orElseThrow();

        String signature = SigningKey.read(pair.key().text()).orElseThrow().sign(SAID);

        assertThat(known.matches(SAID, signature)).isTrue();
        assertThat(known.matches("the attic is well".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(known.matches(SAID, SigningKey.generate().key().sign(SAID))).isFalse();
        assertThat(known.matches(SAID, "no signature!")).isFalse();
        assertThat(known.matches(SAID, "c2hvcnQ")).isFalse();
    }

    /// Source: RFC 8032, 7.1, test 2.
    @Test
    void recognizesTheSignatureOfTheStandard() {
        VerifyingKey key = VerifyingKey.of(
                        HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
                .orElseThrow();

        assertThat(key.matches(
                        new byte[] {0x72},
                        HexFormat.of()
                                .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")))
                .isTrue();
    }

    @Test
    void readsNothingElseAsAKey() {
        assertThat(VerifyingKey.read("c2hvcnQ")).isEmpty();
        assertThat(VerifyingKey.read("not base64!")).isEmpty();
        assertThat(SigningKey.read(Secret.of("c2hvcnQ"))).isEmpty();
        assertThat(SigningKey.read(Secret.of("not base64!"))).isEmpty();
    }
}
