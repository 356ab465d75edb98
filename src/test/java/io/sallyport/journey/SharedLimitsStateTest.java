package io.sallyport.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.json.Json;
import io.sallyport.testkit.Await;
import io.sallyport.testkit.GatewayHarness;
import io.sallyport.testkit.Passerby;
import io.sallyport.testkit.TestRedis;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What operators see of a Redis that comes and goes.
@Timeout(180)
@Tag("F13")
@Tag("DA23")
final class SharedLimitsStateTest {
    private final TestRedis redis = TestRedis.start();
    private final GatewayHarness gateway = GatewayHarness.with()
            .section(
                    "redis",
                    Json.object().put("url", redis.address().url().reveal()).put("timeout", "5s"))
            .start();
    private final Passerby http = new Passerby(gateway.url());

    @AfterEach
    void closes() {
        http.close();
        gateway.close();
        redis.close();
    }

    @Test
    @Tag("LI2")
    @Tag("O2")
    void showsThatLimitsAreShared() {
        List<Json> dependencies = Await.answer(
                this::dependencies,
                all -> all.stream().allMatch(one -> one.get("status").text().equals("ok")));

        assertThat(dependencies).allSatisfy(dependency -> {
            assertThat(dependency.get("status").text()).isEqualTo("ok");
            assertThat(dependency.get("latency_ms").isNumber()).isTrue();
        });
        Json component =
                Await.answer(this::component, one -> one.get("status").text().equals("up"));
        assertThat(component.get("status").text()).isEqualTo("up");
        assertThat(component.get("detail").text()).isEqualTo("instances that share limits: 1");
    }

    @Test
    void staysReadyAndSaysSoWhenRedisIsGone() {
        redis.kill();
        awaitStatus("error");

        assertThat(redis().get("error").text()).isNotEmpty();
        // Another probe may be too slow for one look.
        assertThat(Await.answer(() -> get("/api/health").statusCode(), status -> status == 200))
                .isEqualTo(200);
        assertThat(component().get("status").text()).isEqualTo("down");
        assertThat(component().get("detail").text())
                .contains("decides on its share")
                .doesNotContain("127.0.0.1")
                .doesNotContain(Integer.toString(redis.port()));
        redis.startAgain();
        awaitStatus("ok");
    }

    private void awaitStatus(String status) {
        Await.until(() -> redis().get("status").text().equals(status));
    }

    private List<Json> dependencies() {
        Json all = Json.parse(get("/healthz").body()).get("dependencies");
        return List.of(all.get("database"), all.get("redis"));
    }

    private Json redis() {
        return dependencies().getLast();
    }

    private Json component() {
        return Json.parse(get("/admin/api/status").body()).get("components").elements().stream()
                .filter(one -> one.get("name").text().equals("redis"))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String path) {
        return http.get(path, "authorization", "Bearer " + GatewayHarness.ADMIN_KEY);
    }
}
