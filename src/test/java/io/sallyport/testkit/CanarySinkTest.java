package io.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class CanarySinkTest {
    private static final String SECRET = "sk-canary/4711+x";

    @Test
    void findsASecretInOtherSpellings() {
        String encoded = Base64.getEncoder().encodeToString((SECRET + " and more").getBytes(StandardCharsets.UTF_8));
        CanarySink sink = new CanarySink()
                .plant(SECRET)
                .collect("log", "key=" + encoded)
                .collect("page", "?key=sk-canary%2F4711%2Bx")
                .collect("table", "nothing here");

        assertThat(sink.findings()).containsExactlyInAnyOrder("log: base64", "page: url");
    }

    @Test
    void noticesADescriptorThatStaysOpen() throws IOException {
        LeakGuard guard = LeakGuard.now();
        try (ServerSocket leaked = new ServerSocket(0)) {

            assertThat(leaked.isBound()).isTrue();
            assertThatThrownBy(() -> guard.returns(Duration.ZERO, 0)).isInstanceOf(AssertionError.class);
        }

        guard.returns(Duration.ofSeconds(5), 0);
    }
}
