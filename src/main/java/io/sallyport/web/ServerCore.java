package io.sallyport.web;

import io.sallyport.lang.Refusal;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all connections of one listener share.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
final class ServerCore {
    /// What is counted for a client that left before the end; never on the wire.
    static final int CLIENT_LEFT = 499;

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MILLIS = 1000;
    private static final long NANOS_PER_MICRO = 1_000;

    /// A body is in memory up to twice while it is sent on, and something has to be left for everybody else.
    private static final int PARTS_FOR_LARGE_BODIES = 4;

    private final WebServerSettings settings;
    private final TrustedProxies proxies;
    private final Endpoint front;
    private final FailureWriter failures;
    private final AnswerObserver observer;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ConnectionCap connections;
    private final LargeBodies largeBodies = new LargeBodies(Runtime.getRuntime().maxMemory() / PARTS_FOR_LARGE_BODIES);
    private volatile boolean leaving;
    private volatile boolean draining;
    private volatile boolean closed;
    private volatile Shedding shedding = Shedding.NOTHING;
    private volatile DateLine date = new DateLine(0, "");

    ServerCore(
            WebServerSettings settings,
            TrustedProxies proxies,
            Endpoint front,
            FailureWriter failures,
            AnswerObserver observer) {
        this.proxies = proxies;
        this.settings = settings;
        this.connections = new ConnectionCap(settings.maxConnections());
        this.front = front;
        this.failures = failures;
        this.observer = observer;
    }

    WebServerSettings settings() {
        return settings;
    }

    ConnectionCap connections() {
        return connections;
    }

    LargeBodies largeBodies() {
        return largeBodies;
    }

    /// The address of whoever sent a request over a connection.
    ///
    /// @param peer at the other end of the connection
    String client(Peer peer, InboundRequest request) {
        InetAddress address = peer.address();
        if (address == null || !proxies.isTrusted(address)) {
            return peer.text();
        }
        return proxies.client(address, request.headers("x-forwarded-for"));
    }

    void handle(WebRequest request, InboundReply reply) {
        try {
            front.handle(request, reply);
        } catch (Throwable e) {
            fail(request, reply, e);
        }
    }

    /// Lets the failure writer answer, or breaks the connection when an answer is already on its way.
    void fail(WebRequest request, InboundReply reply, Throwable failure) {
        if (reply.isStarted()) {
            LOG.error("failed after the reply had started", failure);
            reply.abort();
            return;
        }
        try {
            failures.write(request, reply, failure);
        } catch (Throwable e) {
            LOG.error("the failure writer failed", e);
            reply.abort();
        }
    }

    void beginRequest() {
        inFlight.incrementAndGet();
    }

    void endRequest(InboundRequest request, int status) {
        inFlight.decrementAndGet();
        request.bodyReader().leave();
        observer.answered(
                request.method(), request.route(), status, (System.nanoTime() - request.start()) / NANOS_PER_MICRO);
    }

    int inFlight() {
        return inFlight.get();
    }

    /// True as soon as the end is announced.
    boolean isLeaving() {
        return leaving;
    }

    /// Serves on, but lets no connection stay.
    void startLeaving() {
        leaving = true;
    }

    boolean isDraining() {
        return draining;
    }

    /// Refuses what comes from now on.
    void startDraining() {
        leaving = true;
        draining = true;
    }

    boolean isClosed() {
        return closed;
    }

    /// Lets go of every connection.
    void close() {
        startDraining();
        closed = true;
    }

    void shed(Shedding stage) {
        shedding = stage;
        connections.shed(stage);
    }

    /// Whether connections may take another request after this one.
    boolean keepsConnections() {
        return !leaving && !shedding.leavesOut(Shedding.KEEP_ALIVE) && !connections.isCrowded();
    }

    /// Errors: RefusedException Unavailable `draining`.
    void checkDraining() {
        if (draining) {
            throw new Refusal.Unavailable("draining", "The gateway is shutting down.").asException();
        }
    }

    /// The value of the date header, made once per second.
    String date() {
        long second = System.currentTimeMillis() / MILLIS;
        DateLine known = date;
        if (known.second != second) {
            known = new DateLine(
                    second,
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC)));
            date = known;
        }
        return known.text;
    }

    private record DateLine(long second, String text) {}
}
