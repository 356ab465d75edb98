package io.sallyport.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Secret;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookSignerTest {
    private static final Secret PUBLISHED = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /// The published vector of Standard Webhooks.
    @Test
    void signsAsTheStandardDoes() {
        String signature = new WebhookSigner(List.of(PUBLISHED))
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1_614_265_330), "{\"test\": 2432232314}");

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsWithEverySecretWhileOneTakesOverFromAnother() {
        Secret next = Secret.of("a-plain-text-of-24-bytes");

        String signature = new WebhookSigner(List.of(PUBLISHED, next)).sign("msg_1", Instant.ofEpochSecond(1), "{}");

        assertThat(signature.split(" "))
                .hasSize(2)
                .contains(new WebhookSigner(List.of(next)).sign("msg_1", Instant.ofEpochSecond(1), "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "whsec_c2hvcnQ=", "whsec_no base64 at all!"})
    void refusesWeakSecrets(String text) {
        Secret secret = Secret.of(text);

        assertThatThrownBy(() -> WebhookSigner.check(secret)).isInstanceOf(IllegalArgumentException.class);
    }
}
