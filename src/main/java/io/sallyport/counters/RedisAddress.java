package io.sallyport.counters;

import io.lettuce.core.RedisURI;
import io.sallyport.lang.Secret;
import java.util.List;

/// Where a Redis or Valkey server answers, or the Sentinels that know its master. The address holds the
/// password.
public record RedisAddress(Secret url) {
    private static final List<String> SCHEMES =
            List.of("redis://", "rediss://", "redis-sentinel://", "rediss-sentinel://");

    public RedisAddress {
        String text = url.reveal();
        if (SCHEMES.stream().noneMatch(text::startsWith)) {
            throw new IllegalArgumentException(
                    "must start with redis://, rediss:// (TLS), redis-sentinel:// or rediss-sentinel://");
        }
        if (text.contains("-sentinel://") && text.indexOf('#') < 0) {
            throw new IllegalArgumentException("must name the master: redis-sentinel://host1,host2/0#master");
        }
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("must be written as redis://user:password@host:6379/0");
        }
    }

    RedisURI uri() {
        return RedisURI.create(url.reveal());
    }

    /// The library's own message would repeat the address, and it takes a port it cannot read for a part of the
    /// host.
    private static boolean isWellFormed(String text) {
        try {
            RedisURI uri = RedisURI.create(text);
            return !uri.getSentinels().isEmpty()
                    || text.contains("[")
                    || uri.getHost().indexOf(':') < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
