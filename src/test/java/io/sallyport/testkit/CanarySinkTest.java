package io.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
    void noticesDescriptorsThatStayOpen() throws IOException {
        List<ServerSocket> leaked = new ArrayList<>();
        LeakGuard guard = LeakGuard.now();
        // More than what tests before this one may still be closing.
        for (int i = 0; i < 200; i++) {
            leaked.add(new ServerSocket(0));
        }

        assertThatThrownBy(() -> guard.returns(Duration.ZERO, 0)).isInstanceOf(AssertionError.class);

        for (ServerSocket socket : leaked) {
            socket.close();
        }
        guard.returns(Duration.ofMinutes(1), 0);
    }
}
