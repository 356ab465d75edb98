package io.sallyport.transport;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The event loops of this process: one thread per core that accepts, reads, calls upstreams and writes.
///
/// Vert.x makes the threads, resolves names and does TLS; HTTP itself is spoken by `web` and `net` with Netty's codec
/// on the same sockets.
public final class EventLoops implements AutoCloseable {

    /// How long a name keeps its address: long enough to spare the resolver, short enough to follow a move.
    private static final int NAME_SECONDS = 60;

    /// How long a name that does not exist is believed to be missing.
    private static final int MISSING_NAME_SECONDS = 10;

    private static final long NAME_QUERY_MILLIS = 2_500;

    private static final long CLOSE_SECONDS = 10;

    private final VertxInternal vertx;
    private final List<EventLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();

    private EventLoops(VertxInternal vertx, List<EventLoop> loops) {
        this.vertx = vertx;
        this.loops = loops;
    }

    /// Starts as many loops as there are cores.
    public static EventLoops start() {
        return start(perCore());
    }

    /// How many loops there are when there is one for each core.
    public static int perCore() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// Starts so many loops.
    public static EventLoops start(int count) {
        return start(count, SocketTransport.AUTO);
    }

    /// Starts so many loops on a transport.
    ///
    /// Errors: IllegalStateException when this machine does not offer it.
    public static EventLoops start(int count, SocketTransport transport) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of event loops must be 1 or more, is " + count);
        }
        transport.missing().ifPresent(why -> {
            throw new IllegalStateException("this machine does not offer " + transport.spelled() + ": " + why);
        });
        VertxInternal vertx = (VertxInternal) Vertx.builder()
                .withTransport(transport.vertx())
                .with(new VertxOptions()
                        .setEventLoopPoolSize(count)
                        .setDisableTCCL(true)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false))
                        .setAddressResolverOptions(new AddressResolverOptions()
                                .setCacheMaxTimeToLive(NAME_SECONDS)
                                .setCacheNegativeTimeToLive(MISSING_NAME_SECONDS)
                                .setQueryTimeout(NAME_QUERY_MILLIS)))
                .build();
        return new EventLoops(vertx, distinct(vertx, count));
    }

    public List<EventLoop> all() {
        return loops;
    }

    /// The loop of the calling thread, or the next one in turn for any other thread.
    public EventLoop current() {
        for (EventLoop loop : loops) {
            if (loop.isCurrent()) {
                return loop;
            }
        }
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /// A number nobody else gets, from 1: Vert.x wants one to let all loops listen on the same random port.
    public int nextNumber() {
        return numbers.incrementAndGet();
    }

    public Vertx vertx() {
        return vertx;
    }

    /// Closes every socket and stops the threads.
    @Override
    public void close() {
        try {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the event loops did not stop in " + CLOSE_SECONDS + " s", e);
        }
    }

    /// Vert.x hands its threads out in turn, so this takes one step per loop.
    private static List<EventLoop> distinct(VertxInternal vertx, int count) {
        Map<Object, EventLoop> byThread = new LinkedHashMap<>();
        while (byThread.size() < count) {
            ContextInternal context = vertx.createEventLoopContext();
            byThread.putIfAbsent(context.nettyEventLoop(), new EventLoop(context));
        }
        return List.copyOf(byThread.values());
    }
}
