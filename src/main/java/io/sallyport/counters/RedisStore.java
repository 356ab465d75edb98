package io.sallyport.counters;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Counters in Redis or Valkey: one key for each window, one for the places of each counter, one for who lives.
final class RedisStore implements CounterStore {
    /// How much longer than its window a key stays, so that no clock that runs ahead opens a window twice.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final RedisLink link;
    private final String prefix;
    private final String instance;
    private final Clock clock;

    RedisStore(RedisAddress address, RedisSettings settings, String instance, Clock clock) {
        this.link = new RedisLink(address.uri(), settings.timeout());
        this.prefix = settings.keyPrefix();
        this.instance = instance;
        this.clock = clock;
    }

    /// Opens the connection unless it is open.
    void connect() {
        if (!link.isOpen()) {
            link.reconnect();
        }
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public long take(CounterWindow window, long cap, long want) {
        long lifetime = window.left(clock.instant()).plus(SLACK).toMillis();
        return number(RedisScript.TAKE, List.of(key(window)), cap, want, lifetime);
    }

    @Override
    public void giveBack(CounterWindow window, long amount) {
        number(RedisScript.GIVE_BACK, List.of(key(window)), amount);
    }

    @Override
    public long hold(CounterId id, long cap, long held, long wanted) {
        return number(
                RedisScript.HOLD,
                List.of(prefix + "slots:" + id.text(), instances()),
                instance,
                cap,
                held,
                wanted,
                FORGOTTEN_AFTER.toMillis());
    }

    @Override
    public Presence beat() {
        try {
            connect();
            List<Long> answer = link.run(RedisScript.BEAT, List.of(instances()), instance, LEASE.toMillis());
            return new Presence(answer.getFirst() > 0, answer.getLast().intValue());
        } catch (StoreUnavailable e) {
            // A connection whose other end is frozen or replaced would never answer again.
            link.drop();
            throw e;
        }
    }

    @Override
    public void leave() {
        number(RedisScript.LEAVE, List.of(instances()), instance);
    }

    @Override
    public void close() {
        link.close();
    }

    private long number(RedisScript script, List<String> keys, Object... arguments) {
        return link.run(script, keys, arguments).getFirst();
    }

    private String key(CounterWindow window) {
        return prefix + "window:" + window.id().text() + ":" + window.start().toEpochMilli();
    }

    private String instances() {
        return prefix + "instances";
    }
}
