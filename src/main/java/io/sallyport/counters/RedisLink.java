package io.sallyport.counters;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one connection to Redis, which runs scripts and waits for each answer only so long.
///
/// It never comes back by itself: who looks after it calls [#reconnect()], which asks the Sentinels anew and leaves no
/// command behind from before.
/// Threads: [#run] is safe; the other methods are for one thread.
final class RedisLink implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    /// More commands than this wait only when Redis has stopped answering.
    private static final int MOST_WAITING = 10_000;

    /// What an error answer means, by a word in it: older servers put words of their own before that of a script.
    private static final Map<String, String> MEANINGS = Map.of(
            "unknown command", "refuses scripts",
            "READONLY", "is a replica and takes no writes",
            "LOADING", "is still loading its data",
            "OOM", "is out of memory",
            "NOAUTH", "wants a password",
            "WRONGPASS", "refuses the password",
            "NOPERM", "refuses scripts",
            "MISCONF", "cannot save and takes no writes");

    private static final String UNREACHABLE = "cannot be reached";

    private static final List<String> DIGEST_REFUSED = List.of("NOSCRIPT", "NOPERM", "unknown command");

    private final RedisURI uri;
    private final Duration timeout;
    private final RedisClient client = RedisClient.create();
    private volatile @Nullable StatefulRedisConnection<String, String> connection;

    RedisLink(RedisURI uri, Duration timeout) {
        this.uri = uri;
        this.timeout = timeout;
        uri.setTimeout(CONNECT_TIMEOUT);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_WAITING)
                .protocolVersion(ProtocolVersion.RESP2)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .build());
    }

    boolean isOpen() {
        StatefulRedisConnection<String, String> open = connection;
        return open != null && open.isOpen();
    }

    void reconnect() {
        drop();
        connection = await(
                () -> client.connectAsync(StringCodec.ASCII, uri).toCompletableFuture(),
                System.nanoTime() + CONNECT_TIMEOUT.toNanos());
    }

    /// Forgets the connection, and with it every answer that is still owed.
    void drop() {
        StatefulRedisConnection<String, String> open = connection;
        connection = null;
        if (open != null) {
            var _ = open.closeAsync();
        }
    }

    /// Runs a script; one that the server does not know, or will not run by its digest, is sent whole.
    List<Long> run(RedisScript script, List<String> keys, Object... arguments) {
        StatefulRedisConnection<String, String> open = connection;
        if (open == null) {
            throw new StoreUnavailable("is not connected");
        }
        long end = System.nanoTime() + timeout.toNanos();
        String[] names = keys.toArray(String[]::new);
        String[] values = new String[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = String.valueOf(arguments[i]);
        }
        RedisAsyncCommands<String, String> commands = open.async();
        try {
            return await(() -> commands.evalsha(script.digest(), ScriptOutputType.MULTI, names, values), end);
        } catch (StoreUnavailable e) {
            if (DIGEST_REFUSED.stream().noneMatch(refusal(e)::contains)) {
                throw e;
            }
            return await(() -> commands.eval(script.text(), ScriptOutputType.MULTI, names, values), end);
        }
    }

    private static <T> T await(Supplier<Future<T>> question, long end) {
        try {
            Future<T> answer = question.get();
            try {
                return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } finally {
                answer.cancel(false);
            }
        } catch (TimeoutException e) {
            throw new StoreUnavailable(e);
        } catch (ExecutionException e) {
            throw new StoreUnavailable(meaning(refusal(e)), e);
        } catch (RedisException e) {
            throw new StoreUnavailable(UNREACHABLE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("was not waited for", e);
        }
    }

    /// The server's own words; empty when it said none.
    private static String refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException refused) {
                return String.valueOf(refused.getMessage());
            }
        }
        return "";
    }

    private static String meaning(String refusal) {
        return MEANINGS.entrySet().stream()
                .filter(meaning -> refusal.contains(meaning.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(refusal.isEmpty() ? UNREACHABLE : "answers with an error");
    }

    @Override
    public void close() {
        // It closes the connection too.
        client.shutdown(Duration.ZERO, CLOSE_TIMEOUT);
    }
}
