package io.sallyport.fleet.agent;

import io.sallyport.crypto.SigningKey;
import io.sallyport.fleet.NodeMessage;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Secret;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What a node shows the gateway: its key and, where it enrolled with a key pair of its own, a signature of
/// what it says and when.
///
/// Threads: safe.
final class Badge {
    private static final String KEY = "x-sallyport-node-key";

    private final Optional<Secret> key;
    private final Optional<SigningKey> signing;
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Badge(Optional<Secret> key, Optional<SigningKey> signing, Clock clock) {
        this.key = key;
        this.signing = signing;
        this.clock = clock;
    }

    /// The headers of one message.
    Map<String, String> headers(String path, Bytes body) {
        Map<String, String> headers = new LinkedHashMap<>();
        key.ifPresent(shown -> headers.put(KEY, shown.reveal()));
        signing.ifPresent(own -> {
            String now = Long.toString(later());
            headers.put(NodeMessage.SENT_AT, now);
            headers.put(NodeMessage.SIGNATURE, own.sign(NodeMessage.signed(path, now, body)));
        });
        return headers;
    }

    /// No two messages have the same time: the gateway takes the second for a copy of the first.
    private long later() {
        return last.updateAndGet(before -> Math.max(before + 1, clock.millis()));
    }
}
