package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.HandClock;
import io.sallyport.testkit.Person;
import io.sallyport.testkit.SseClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("LI30")
final class AddressGateTest {
    private final HandClock clock = HandClock.at(Instant.now().truncatedTo(ChronoUnit.MINUTES));

    @Test
    void slowsDownAnAddressThatAsksTooOften() {
        try (GatewayHarness gateway = GatewayHarness.with()
                .clock(clock)
                .server("requests_per_address", "3")
                .start()) {
            Person ada = Person.in(gateway, "ada@example.org");
            for (int asked = 0; asked < 3; asked++) {
                assertThat(ada.get("/api/me").statusCode()).isEqualTo(200);
            }

            HttpResponse<String> refused = ada.get("/api/me");
            int modelCall = modelCall(gateway);
            clock.move(Duration.ofMinutes(1));

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("too_many_requests");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(modelCall).isEqualTo(404);
            assertThat(ada.get("/api/me").statusCode()).isEqualTo(200);
        }
    }

    /// A call of a model that does not exist.
    private static int modelCall(GatewayHarness gateway) {
        try (SseClient call = gateway.chat("nothing", "")) {
            return call.status();
        }
    }
}
