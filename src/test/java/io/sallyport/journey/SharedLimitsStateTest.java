package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What operators see of a Redis that comes and goes.
@Timeout(60)
@Tag("F13")
@Tag("DA23")
final class SharedLimitsStateTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestRedis redis = TestRedis.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .section(
                    "redis",
                    Json.object().put("url", redis.address().url().reveal()).put("timeout", "1s"))
            .start();

    @AfterEach
    void closes() {
        gateway.close();
        redis.close();
    }

    @Test
    @Tag("LI2")
    @Tag("O2")
    void showsThatLimitsAreShared() throws Exception {
        awaitStatus("ok");

        Json dependencies = Json.parse(get("/healthz").body()).get("dependencies");

        assertThat(List.of(dependencies.get("database"), dependencies.get("redis")))
                .allSatisfy(dependency -> {
                    assertThat(dependency.get("status").text()).isEqualTo("ok");
                    assertThat(dependency.get("latency_ms").isNumber()).isTrue();
                });
        assertThat(component().get("status").text()).isEqualTo("up");
        assertThat(component().get("detail").text()).isEqualTo("instances that share limits: 1");
    }

    @Test
    void staysReadyAndSaysSoWhenRedisIsGone() throws Exception {
        redis.kill();
        awaitStatus("error");

        assertThat(redis("/healthz").get("error").text()).isNotEmpty();
        assertThat(get("/api/health").statusCode()).isEqualTo(200);
        assertThat(component().get("status").text()).isEqualTo("down");
        assertThat(component().get("detail").text())
                .contains("decides on its share")
                .doesNotContain("127.0.0.1")
                .doesNotContain(Integer.toString(redis.port()));
        redis.startAgain();
        awaitStatus("ok");
    }

    private void awaitStatus(String status) throws Exception {
        while (!redis("/healthz").get("status").text().equals(status)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private Json redis(String path) throws Exception {
        return Json.parse(get(path).body()).get("dependencies").get("redis");
    }

    private Json component() throws Exception {
        return Json.parse(get("/admin/api/status").body()).get("components").elements().stream()
                .filter(one -> one.get("name").text().equals("redis"))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + GatewayHarness.ADMIN_KEY)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
