package io.sallyport.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Secret;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("LI2")
final class RedisAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://127.0.0.1",
                "redis://[::1]:6379",
                "redis://user:pa%40ss@redis.internal:6380/3",
                "rediss://:password@redis.internal",
                "redis-sentinel://one,two:26380/0#main",
                "rediss-sentinel://password@one/0#main"
            })
    void takesServersAndSentinels(String url) {
        assertThat(new RedisAddress(Secret.of(url)).uri()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redis.internal:6379",
                "http://:4711@redis.internal",
                "redis://:4711@redis.internal:port",
                "redis-sentinel://4711@one,two/0"
            })
    void refusesOthersWithoutRepeatingThem(String url) {
        assertThatThrownBy(() -> new RedisAddress(Secret.of(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("must ")
                .hasMessageNotContaining("4711");
    }

    @Test
    void showsNoPassword() {
        assertThat(new RedisAddress(Secret.of("redis://:4711@redis.internal")).toString())
                .doesNotContain("4711");
    }
}
