package io.sallyport.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.sallyport.transport.EventLoop;
import io.sallyport.transport.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetServerInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One listener on all event loops, for HTTP/1.1 and, under TLS, HTTP/2.
///
/// Vert.x binds, accepts and hands connections to the loops in turn; HTTP is spoken by Netty's decoders and
/// [ServerConnection] or [Http2Connection] in the same pipeline, because that needs half the work per request
/// and lets us decide
/// about every byte of framing. The pipeline is reached through Vert.x's internal socket, as its own protocol
/// clients do.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is heard
public final class WebServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final long START_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;
    private static final Duration DRAIN_STEP = Duration.ofMillis(20);

    private final EventLoops loops;
    private final ServerCore core;
    private final List<NetServer> servers = new ArrayList<>();
    private boolean secured;
    /// Read from the certificate once: metrics ask for it every second.
    private volatile Optional<Instant> certificateUntil = Optional.empty();

    /// A server that clients reach directly.
    public WebServer(EventLoops loops, WebServerSettings settings, Endpoint front, FailureWriter failures) {
        this(loops, settings, TrustedProxies.NONE, front, failures);
    }

    /// A server whose answers nobody counts.
    public WebServer(
            EventLoops loops,
            WebServerSettings settings,
            TrustedProxies proxies,
            Endpoint front,
            FailureWriter failures) {
        this(loops, settings, proxies, front, failures, (method, route, status, micros) -> {});
    }

    /// @param proxies who may say on whose behalf they call
    /// @param front answers every request, usually [Routes] behind the outer stages
    /// @param failures answers what `front` throws and what the server itself refuses
    /// @param observer hears of every answer
    public WebServer(
            EventLoops loops,
            WebServerSettings settings,
            TrustedProxies proxies,
            Endpoint front,
            FailureWriter failures,
            AnswerObserver observer) {
        this.loops = loops;
        this.core = new ServerCore(settings, proxies, front, failures, observer);
    }

    /// Binds and accepts, in the clear.
    ///
    /// Errors: IllegalStateException when the address cannot be bound.
    ///
    /// @return the port, also when the settings left the choice to the system
    public int start() {
        return start(Optional.empty());
    }

    /// Binds and accepts.
    ///
    /// Errors: as [#start()], and IllegalArgumentException when the certificate cannot be used.
    ///
    /// @param tls empty to speak in the clear
    public int start(Optional<TlsSettings> tls) {
        secured = tls.isPresent();
        NetServerOptions options = new NetServerOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setReuseAddress(true)
                .setAcceptBacklog(BACKLOG);
        tls.ifPresent(with -> Tls.use(with, options));
        certificateUntil = tls.map(TlsSettings::until);
        WebServerSettings settings = core.settings();
        SocketAddress address = settings.port() == 0
                ? SocketAddress.sharedRandomPort(loops.nextNumber(), settings.host())
                : SocketAddress.inetSocketAddress(settings.port(), settings.host());
        for (EventLoop loop : loops.all()) {
            NetServerInternal server = ((VertxInternal) loops.vertx()).createNetServer(options);
            server.connectHandler(socket -> accept(socket, loop));
            servers.add(server);
            Future<NetServer> listening = server.listen(loop.context(), address);
            await(listening.recover(cause -> Future.failedFuture(occupied(address, cause))), START_SECONDS);
        }
        return servers.getFirst().actualPort();
    }

    private static IllegalStateException occupied(SocketAddress address, Throwable cause) {
        return new IllegalStateException(
                "Cannot listen at " + address + " (" + cause.getMessage()
                        + "). Does another program? Choose another port.",
                cause);
    }

    /// Shows another certificate from the next connection on; those that are open keep theirs. A listener that
    /// was started in the clear stays so.
    ///
    /// Errors: IllegalArgumentException when the certificate cannot be used; the one before stays.
    public void renew(TlsSettings tls) {
        if (!secured) {
            return;
        }
        NetServerOptions options = Tls.use(tls, new NetServerOptions());
        for (NetServer server : servers) {
            Tls.check(server.updateSSLOptions(options.getSslOptions()), START_SECONDS);
        }
        certificateUntil = Optional.of(tls.until());
    }

    /// When the certificate ends that is shown now; empty in the clear.
    public Optional<Instant> certificateUntil() {
        return certificateUntil;
    }

    /// Requests being answered right now.
    public int inFlight() {
        return core.inFlight();
    }

    /// Connections of clients that are open now.
    public int connections() {
        return core.connections().open();
    }

    /// Whether it was told to stop: whoever leads calls here should lead them elsewhere.
    public boolean isDraining() {
        return core.isLeaving();
    }

    /// Goes to a stage of shedding with the next answer and the next connection.
    public void shed(Shedding stage) {
        core.shed(stage);
    }

    /// Ends in three steps. First everything is served, but no connection is kept and [#isDraining] is true.
    /// Then nothing is accepted, kept connections end, new requests on them get 503, and running ones go on.
    /// Then it closes.
    ///
    /// @param notice how long the first step takes
    /// @param grace longest time for the second one; what still runs then is cut
    public void drain(Duration notice, Duration grace) {
        core.startLeaving();
        await(notice, () -> false);
        core.startDraining();
        servers.forEach(server -> server.shutdown(grace.plusSeconds(1)));
        await(grace, () -> core.inFlight() == 0);
        close();
    }

    /// Closes the listener and every connection at once.
    @Override
    public void close() {
        // Vert.x would leave connections alone until the time is over that it was given to shut down.
        core.close();
        List<Future<Void>> closed = servers.stream().map(NetServer::close).toList();
        closed.forEach(future -> await(future, CLOSE_SECONDS));
    }

    private void accept(NetSocket socket, EventLoop loop) {
        // Without a handler Vert.x would close the connection as soon as the server starts to drain.
        socket.shutdownHandler(grace -> {});
        ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
        core.connections().entered(last.channel());
        if (Tls.HTTP_2.equals(socket.applicationLayerProtocol())) {
            Http2Connection.install(last, core, loop);
            return;
        }
        last.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        RequestDecoder decoder = new RequestDecoder(core.settings());
        last.pipeline().addBefore(last.name(), "http-decoder", decoder);
        ServerConnection connection = new ServerConnection(core, loop, decoder);
        last.pipeline().addBefore(last.name(), "http-server", connection);
        loop.watch(connection);
    }

    private static void await(Duration longest, BooleanSupplier enough) {
        long end = System.nanoTime() + longest.toNanos();
        while (!enough.getAsBoolean() && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(DRAIN_STEP.toNanos());
        }
    }

    private static void await(Future<?> future, long seconds) {
        try {
            future.await(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the listener did not answer in " + seconds + " s", e);
        }
    }
}
