package io.sallyport.app.settings;

import io.sallyport.counters.RedisAddress;
import io.sallyport.counters.RedisSettings;
import io.sallyport.json.Json;
import io.sallyport.json.yaml.Kind;
import io.sallyport.json.yaml.Section;
import io.sallyport.lang.Secret;
import java.util.Optional;

/// Declares `redis`.
final class RedisSection {
    private static final RedisSettings USUAL = RedisSettings.DEFAULTS;

    private static final Kind<String> PREFIX = new Kind<>(
            Json.object()
                    .put("title", "text")
                    .put("type", "string")
                    .put("pattern", "^[A-Za-z0-9:._-]{1,64}$")
                    .toJson(),
            USUAL.keyPrefix(),
            RedisSettings::checkPrefix,
            prefix -> prefix);

    private RedisSection() {}

    static RedisSettings read(Section root) {
        return root.section(
                "redis", "Where instances share their limits, when not in the database.", RedisSection::settings);
    }

    private static RedisSettings settings(Section redis) {
        Optional<Secret> url = redis.key(
                        "url",
                        "redis://user:password@host:6379/0, rediss:// for TLS, or"
                                + " redis-sentinel://host1,host2/0#master; without it instances share through PostgreSQL.")
                .secret();
        return new RedisSettings(
                url.flatMap(text -> address(redis, text)),
                redis.key("key_prefix", "Start of every key, so that several gateways can use one server.")
                        .or(PREFIX, USUAL.keyPrefix()),
                redis.key("timeout", "Longest wait for one answer; then an instance decides on its own share.")
                        .or(Kind.duration(RedisSettings.LEAST_TIMEOUT, RedisSettings.MOST_TIMEOUT), USUAL.timeout()));
    }

    private static Optional<RedisAddress> address(Section redis, Secret url) {
        try {
            return Optional.of(new RedisAddress(url));
        } catch (IllegalArgumentException e) {
            redis.problem("url", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
